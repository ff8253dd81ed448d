import {
  collectMoments,
  comparePairs,
  comparePairsFromMoments,
  type MeasureChoice,
  type Moments,
  mergeMoments,
  type Pair,
  similarityFromMoments,
} from "@svcca/core";
import {
  betterDirections,
  collectAlong,
  compareDirections,
  directionsFromArrays,
  directionsToArrays,
  firstDirections,
  type LayerDirections,
  stagesOf,
  wantsMoments,
} from "@svcca/core/stages";
import { type Matrix, referenceBackend } from "@svcca/linalg";
import { gaussianMatrix } from "@svcca/linalg/testing";
import { expect, test } from "vitest";

const N = 600;
const CUTS = [0, 7, 130, 131, 400, N];
const PAIRS: readonly Pair[] = [
  [0, 1],
  [0, 2],
  [1, 2],
];

/** Layers that share signals; sizes of neurons over seven orders of magnitude in the last. */
const layers: Matrix[] = [30, 20, 25].map((width, i) => {
  const signals = gaussianMatrix(N, 8, 1);
  const noise = gaussianMatrix(N, width, 10 + i);
  const mix = gaussianMatrix(8, width, 20 + i);
  const data = noise.data.map((value, p) => {
    const [row, col] = [Math.floor(p / width), p % width];
    let sum = 0.3 * value + 5;
    for (let s = 0; s < 8; s++) sum += signals.data[row * 8 + s]! * mix.data[s * width + col]!;
    return i === 2 ? sum * 10 ** (-7 * (col / width)) : sum;
  });
  return { data, rows: N, cols: width };
});

const shards = CUTS.slice(1).map((end, s) =>
  layers.map(({ data, cols }) => ({
    data: data.subarray(CUTS[s]! * cols, end * cols),
    rows: end - CUTS[s]!,
    cols,
  })),
);
const sum = async (collect: (shard: Matrix[]) => Promise<Moments>) =>
  (await Promise.all(shards.map(collect))).reduce(mergeMoments);

async function inStages(choice: MeasureChoice): Promise<number[]> {
  if (stagesOf(choice) === "moments") {
    const moments = await sum((shard) => collectMoments(shard, { pairs: PAIRS }));
    const results = PAIRS.map((pair) => similarityFromMoments(moments, { ...choice, pair }));
    return (await Promise.all(results)).map(({ similarity }) => similarity);
  }
  const directions: LayerDirections[] = [];
  for (const [i, { cols }] of layers.entries()) {
    const { layers: own, datapoints } = await sum((s) => collectMoments([s[i]!], { pairs: [] }));
    const size = { datapoints, neurons: cols };
    let found = await firstDirections(own[0]!, datapoints, choice);
    while (wantsMoments(found, size, referenceBackend)) {
      const along = await sum((shard) => collectAlong([shard[i]!], [found], []));
      found = await betterDirections(found, along.layers[0]!.gram, size, choice);
    }
    const arrays = directionsToArrays(found);
    directions.push(await directionsFromArrays("x", async (name) => arrays[name]));
  }
  const { crosses, datapoints } = await sum((shard) => collectAlong(shard, directions, PAIRS));
  const results = PAIRS.map(([x, y], k) =>
    compareDirections(directions[x]!, directions[y]!, crosses[k]!.product, datapoints, choice),
  );
  return (await Promise.all(results)).map(({ similarity }) => similarity);
}

for (const choice of [
  { measure: "svcca" },
  { measure: "svcca", truncate: { components: 12 }, average: "neurons" },
  { measure: "cca" },
  { measure: "pwcca" },
  { measure: "cka" },
  { measure: "pls" },
  { measure: "procrustes" },
] satisfies MeasureChoice[]) {
  test(`${JSON.stringify(choice)}: stages over shards are the same as one machine`, async () => {
    const staged = await inStages(choice);
    const whole: number[] = [];
    for await (const { similarity } of comparePairs(layers, PAIRS, choice)) whole.push(similarity);
    staged.forEach((value, k) => {
      expect(Math.abs(value - whole[k]!)).toBeLessThan(1e-12);
    });
  });
}

for (const measure of ["svcca", "cca", "pwcca", "cka", "pls", "procrustes"] as const) {
  test(`${measure}: all pairs from moments are the pairs one by one, either way round`, async () => {
    const moments = await sum((shard) => collectMoments(shard, { pairs: PAIRS }));
    const pairs: Pair[] = [...PAIRS, [2, 0], [1, 1]];
    const found: number[] = [];
    for await (const one of comparePairsFromMoments(moments, pairs, { measure })) {
      found.push(one.similarity);
    }
    for (const [k, pair] of PAIRS.entries()) {
      const { similarity } = await similarityFromMoments(moments, { measure, pair });
      expect(Math.abs(found[k]! - similarity)).toBeLessThan(1e-14);
    }
    const turned = await collectMoments(layers, { pairs: [[2, 0]] });
    const other = await similarityFromMoments(turned, { measure, pair: [2, 0] });
    // A layer with directions near the rounding of its Gram matrix: some hundred times 2^-53.
    expect(Math.abs(found[3]! - other.similarity)).toBeLessThan(measure === "svcca" ? 1e-12 : 1e-7);
    expect(Math.abs(found[4]! - 1)).toBeLessThan(1e-12);
  });
}

test("pairs that the moments do not relate are refused", async () => {
  const moments = await collectMoments(layers, { pairs: [[0, 1]] });
  const pairs = comparePairsFromMoments(moments, [[1, 2]], {});
  await expect(pairs.next()).rejects.toThrow(
    "no cross moments of layer 1 and layer 2; collect both",
  );
});

test("measures that need all datapoints in one place are refused", () => {
  for (const choice of [
    { measure: "rsa" },
    { measure: "knn" },
    { measure: "cka-rbf" },
    { measure: "cka", estimator: "debiased" },
    { measure: "svcca", method: "exact" },
  ] satisfies MeasureChoice[]) {
    expect(() => stagesOf(choice)).toThrow(/does not split over shards; use svcca/);
  }
});

test("directions that are damaged or of another version are refused", async () => {
  const found = await firstDirections(
    (await collectMoments([layers[0]!], { pairs: [] })).layers[0]!,
    N,
    {},
  );
  const arrays = directionsToArrays(found);
  const read = (change: object) =>
    directionsFromArrays("x.npz", async (name) => ({ ...arrays, ...change })[name]);
  await expect(read({ mean: undefined })).rejects.toThrow("x.npz: mean is missing");
  await expect(read({ meta: undefined })).rejects.toThrow("x.npz: no directions of version 1");
});
