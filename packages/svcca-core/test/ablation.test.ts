import {
  ablate,
  cca,
  directionSubspace,
  neuronSubspace,
  pca,
  pls,
  type Subspace,
  svcca,
  topNeurons,
} from "@svcca/core";
import { type ArraySource, type Matrix64, matrix, qr, transpose } from "@svcca/linalg";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { beside, gaussianMatrix, layerLike, maxDifference, product } from "./helpers.js";

async function whole(source: ArraySource): Promise<Matrix64> {
  const [n = 0, ...rest] = source.shape;
  const data = Float64Array.from(await source.read(0, n));
  return matrix(
    n,
    rest.reduce((size, k) => size * k, 1),
    data,
  );
}

/** Two layers of 9 and 7 neurons, with means, that hold common signals. */
async function layers(seed: number): Promise<[Matrix64, Matrix64]> {
  const x = await layerLike(120, 9, 9, seed);
  const y = await product(x, gaussianMatrix(9, 7, seed + 2));
  const noise = gaussianMatrix(120, 7, seed + 3);
  return [
    { ...x, data: x.data.map((v, p) => v + (p % 9)) },
    { ...y, data: y.data.map((v, p) => v + noise.data[p]! - 4) },
  ];
}

const kinds: Record<string, (x: Matrix64, y: Matrix64, k: number) => Promise<Subspace>> = {
  cca: async (x, y, k) => directionSubspace((await cca(x, y)).directions.x, k),
  svcca: async (x, y, k) =>
    directionSubspace((await svcca(x, y, { truncate: { components: 7 } })).directions.x, k),
  pls: async (x, y, k) => directionSubspace((await pls(x, y)).directions.x, k),
  pca: async (x, _, k) => directionSubspace((await pca(x)).directions, k),
  "highest-activation neurons": async (x, _, k) => neuronSubspace(x, k),
  "random neurons": async (x, _, k) => neuronSubspace(x, k, { choice: "random", seed: k }),
};

const centredOf = (a: Matrix64, mean: Float64Array): Matrix64 => ({
  ...a,
  data: a.data.map((v, p) => v - mean[p % a.cols]!),
});
const sumOfSquares = (a: Matrix64) => a.data.reduce((sum, v) => sum + v * v, 0);

for (const [kind, subspaceOf] of Object.entries(kinds)) {
  describe(`${kind}`, () => {
    test("orthonormal rows; the projection has rank k, keeps its span and is idempotent", async () => {
      const seeds = fc.tuple(fc.integer({ min: 1, max: 1e6 }), fc.integer({ min: 1, max: 7 }));
      await fc.assert(
        fc.asyncProperty(seeds, async ([seed, k]) => {
          const [x, y] = await layers(seed);
          const subspace = await subspaceOf(x, y, k);
          const { projection, mean } = subspace;
          expect([projection.rows, projection.cols]).toEqual([k, 9]);
          const gram = await product(projection, transpose(projection));
          gram.data.forEach((v, p) => {
            expect(Math.abs(v - (p % (k + 1) === 0 ? 1 : 0))).toBeLessThan(1e-12);
          });
          const once = await whole(ablate(x, subspace));
          const twice = await whole(ablate(once, subspace));
          expect(maxDifference(twice.data, once.data)).toBeLessThan(1e-11);
          expect((await pca(once)).dimension.rank).toBe(k);
          // Along the directions themselves nothing changes.
          const seen = await product(centredOf(x, mean), transpose(projection));
          const left = await product(centredOf(once, mean), transpose(projection));
          expect(maxDifference(seen.data, left.data)).toBeLessThan(1e-11);
        }),
        { numRuns: 20, seed: 1 },
      );
    });
  });
}

test("all directions are the identity", async () => {
  const [x] = await layers(5);
  const all = ablate(x, await directionSubspace((await pca(x)).directions, 9));
  expect(maxDifference((await whole(all)).data, x.data)).toBeLessThan(1e-11);
  const neurons = ablate(x, await neuronSubspace(x, 9));
  expect(maxDifference((await whole(neurons)).data, x.data)).toBeLessThan(1e-13);
});

test("no k directions hold more variance than the first k of PCA", async () => {
  const [x, y] = await layers(6);
  for (const k of [1, 3, 6]) {
    const lost: Record<string, number> = {};
    for (const [kind, subspaceOf] of Object.entries(kinds)) {
      const kept = await whole(ablate(x, await subspaceOf(x, y, k)));
      lost[kind] = sumOfSquares({ ...x, data: x.data.map((v, p) => v - kept.data[p]!) });
    }
    const { variances } = await pca(x);
    const tail = variances.subarray(k).reduce((sum, v) => sum + v, 0) * 119;
    expect(Math.abs(lost.pca! / tail - 1)).toBeLessThan(1e-9);
    for (const loss of Object.values(lost)) expect(loss).toBeGreaterThan(tail * (1 - 1e-9));
  }
});

describe("least squares over the datapoints", () => {
  const measures = {
    cca: async (x: Matrix64, y: Matrix64) => (await cca(x, y)).directions.x,
    svcca: async (x: Matrix64, y: Matrix64) =>
      (await svcca(x, y, { truncate: { components: 5 } })).directions.x,
    pls: async (x: Matrix64, y: Matrix64) => (await pls(x, y)).directions.x,
    pca: async (x: Matrix64) => (await pca(x)).directions,
  };
  test.each(Object.entries(measures))(
    "%s: each neuron is projected on the span of the directions",
    async (_, directionsOf) => {
      const [x, y] = await layers(11);
      // Neurons of different sizes, 0.1 to 10.
      const scaled = { ...x, data: x.data.map((v, p) => v * 10 ** (((p % 9) - 4) / 4)) };
      const directions = await directionsOf(scaled, y);
      for (const k of [1, 3]) {
        const kept = await whole(ablate(scaled, await directionSubspace(directions, k)));
        // By an orthonormal basis of what the datapoints are along the directions, from the data.
        const centred = centredOf(scaled, directions.mean);
        const along = await product(centred, directions.weights);
        const first = matrix(
          along.rows,
          k,
          Float64Array.from(
            { length: along.rows * k },
            (_, p) => along.data[Math.floor(p / k) * along.cols + (p % k)]!,
          ),
        );
        const { q } = await qr(first);
        const expected = await product(q, await product(transpose(q), centred));
        const found = centredOf(kept, directions.mean);
        expect(maxDifference(found.data, expected.data)).toBeLessThan(1e-11);
      }
    },
  );

  test("the projection in the space of the neurons is P'P, and loses more", async () => {
    const [x, y] = await layers(12);
    const { directions } = await cca(x, y);
    const lossOf = async (subspace: Subspace) => {
      const kept = await whole(ablate(x, subspace));
      return sumOfSquares({ ...x, data: x.data.map((v, p) => v - kept.data[p]!) });
    };
    const squares = await directionSubspace(directions.x, 3);
    const plain = await directionSubspace(directions.x, 3, { reconstruction: "projection" });
    expect(plain.projection).toEqual(squares.projection);
    expect(plain.back).toEqual(transpose(plain.projection));
    expect(await lossOf(squares)).toBeLessThan(0.9 * (await lossOf(plain)));
    await expect(
      directionSubspace(directions.x, 3, { reconstruction: "nearest" as never }),
    ).rejects.toThrow('reconstruction: "nearest"; give "least-squares" or "projection"');
  });
});

// Section 2.1 of the SVCCA paper: signals are spread over the neurons, so that few directions hold
// them and as many neurons do not.
test("directions shared with another layer keep its signals, single neurons do not", async () => {
  const signals = gaussianMatrix(400, 3, 1);
  const spread = async (d: number, seed: number) => {
    const layer = await product(signals, gaussianMatrix(3, d, seed));
    const noise = gaussianMatrix(400, d, seed + 1);
    return { ...layer, data: layer.data.map((v, p) => v + 0.5 * noise.data[p]!) };
  };
  const [x, y] = [await spread(30, 2), await spread(20, 4)];
  const held = async (subspace: Subspace) =>
    (await cca(ablate(x, subspace), signals)).coefficients.reduce((s, v) => s + v, 0) / 3;
  const found = await held(await directionSubspace((await svcca(x, y)).directions.x, 3));
  const active = await held(await neuronSubspace(x, 3));
  const random = await held(await neuronSubspace(x, 3, { choice: "random" }));
  expect(found).toBeGreaterThan(0.98);
  expect(active).toBeLessThan(found - 0.05);
  expect(random).toBeLessThan(found - 0.05);
});

describe("neuronSubspace", () => {
  test("the neurons of the largest mean absolute activation, the others held at their mean", async () => {
    const x = beside(
      { rows: 4, cols: 1, data: Float64Array.of(1, 1, 1, 1) },
      { rows: 4, cols: 1, data: Float64Array.of(-9, 9, -9, 9) },
      { rows: 4, cols: 1, data: Float64Array.of(0, 8, 0, 4) },
    );
    const { neurons, mean, projection, back } = await neuronSubspace(x, 1);
    expect(neurons).toEqual([1]);
    expect([...mean]).toEqual([1, 0, 3]);
    expect([...projection.data]).toEqual([0, 1, 0]);
    const kept = await whole(ablate(x, { projection, back, mean }));
    expect([...kept.data]).toEqual([1, -9, 3, 1, 9, 3, 1, -9, 3, 1, 9, 3]);
  });

  test("the same seed chooses the same neurons, and a part of a larger choice", async () => {
    const x = gaussianMatrix(20, 40, 1);
    const choose = async (count: number, seed: number) =>
      (await neuronSubspace(x, count, { choice: "random", seed })).neurons;
    expect(await choose(5, 1)).toEqual((await choose(12, 1)).slice(0, 5));
    expect(await choose(5, 1)).not.toEqual(await choose(5, 2));
    expect(new Set(await choose(40, 3)).size).toBe(40);
  });
});

describe("ablate", () => {
  test("any rows of a source, as of the whole", async () => {
    const [x, y] = await layers(7);
    const source = ablate(x, await kinds.cca!(x, y, 3));
    const all = await whole(source);
    for (const [start, end] of [
      [0, 1],
      [17, 40],
      [119, 120],
      [5, 5],
    ] as const) {
      const rows = Float64Array.from(await source.read(start, end));
      expect(maxDifference(rows, all.data.slice(start * 9, end * 9))).toBeLessThan(1e-12);
    }
    await expect(source.read(0, 121)).rejects.toMatchObject({ code: "invalid-argument" });
  });

  test("positions of a convolutional layer, in either layout, keep their places", async () => {
    const [n, c, h, w] = [6, 4, 3, 2];
    const values = gaussianMatrix(n * h * w, c, 8);
    const conv = (layout: "NCHW" | "NHWC"): ArraySource => {
      const data = layout === "NHWC" ? values.data : new Float64Array(values.data.length);
      if (layout === "NCHW") {
        values.data.forEach((v, p) => {
          const [row, channel] = [Math.floor(p / c), p % c];
          const [image, position] = [Math.floor(row / (h * w)), row % (h * w)];
          data[(image * c + channel) * h * w + position] = v;
        });
      }
      return {
        name: "conv",
        shape: layout === "NCHW" ? [n, c, h, w] : [n, h, w, c],
        dtype: "<f8",
        attributes: { layout },
        read: async (start, end) => data.slice(start * c * h * w, end * c * h * w),
      };
    };
    const subspace = await directionSubspace((await pca(values)).directions, 2);
    const expected = await whole(ablate(values, subspace));
    const spatial = { spatial: "datapoints" } as const;
    const last = ablate(conv("NHWC"), subspace, spatial);
    expect(last.shape).toEqual([n, h, w, c]);
    expect(maxDifference((await whole(last)).data, expected.data)).toBeLessThan(1e-13);
    const first = ablate(conv("NCHW"), subspace, spatial);
    expect(first.shape).toEqual([n, c, h, w]);
    // Read as positions again, the axes are as they were.
    const { similarity } = await cca(first, last, spatial);
    expect(similarity).toBeGreaterThan(1 - 1e-9);
    const again = ablate(first, subspace, spatial);
    expect(maxDifference((await whole(again)).data, (await whole(first)).data)).toBeLessThan(1e-13);
    expect(() => ablate(conv("NCHW"), subspace, { spatial: "average" })).toThrow("put back");
  });

  test("what cannot be is named", async () => {
    const [x, y] = await layers(9);
    const { directions } = await cca(x, y);
    const two = await directionSubspace(directions.x, 2);
    expect(() => ablate(y, two)).toThrow("9");
    await expect(directionSubspace(directions.x, 8)).rejects.toThrow("8 of 7 directions");
    await expect(directionSubspace(directions.x, 0)).rejects.toThrow("whole number from 1");
    const same = { ...directions.x, weights: beside(directions.x.weights, directions.x.weights) };
    await expect(directionSubspace(same, 8)).rejects.toThrow("direction 7 is a combination");
    await expect(neuronSubspace(x, 10)).rejects.toMatchObject({ code: "invalid-argument" });
    const broken = { ...x, data: x.data.map((v, p) => (p === 20 ? Number.NaN : v)) };
    const source = ablate(broken, two);
    await expect(source.read(0, 120)).rejects.toMatchObject({ code: "non-finite" });
  });
});

test("topNeurons ranks by the absolute value of the correlation", () => {
  const correlations = { rows: 4, cols: 2, data: Float64Array.of(0.1, 0, -0.9, 0, 0.5, 0.3, 0, 0) };
  expect(topNeurons({ correlations }, 0, 3)).toEqual([
    { neuron: 1, correlation: -0.9 },
    { neuron: 2, correlation: 0.5 },
    { neuron: 0, correlation: 0.1 },
  ]);
  expect(topNeurons({ correlations }, 1).length).toBe(4);
  expect(() => topNeurons({ correlations }, 2)).toThrow("direction 2 of 2");
});
