import {
  cca,
  collectMoments,
  type Moments,
  mergeMoments,
  svcca,
  svccaFromMoments,
} from "@svcca/core";
import type { Matrix64 } from "@svcca/linalg";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  columnsOf,
  gaussianMatrix,
  layerLike,
  maxDifference,
  product,
  rotation,
  rowsOf,
} from "./helpers.js";
import { related, shuffled } from "./related.js";

const seed = fc.integer({ min: 0, max: 1e6 });

function holds(name: string, check: (x: Matrix64, y: Matrix64, s: number) => Promise<void>) {
  test(name, () =>
    fc.assert(
      fc.asyncProperty(
        seed,
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 1, max: 9 }),
        async (s, a, b) => {
          const [x, y] = await related(60, a, b, s);
          await check(x, y, s);
        },
      ),
      { numRuns: 25, seed: 7 },
    ),
  );
}

const same = (
  a: { coefficients: Float64Array },
  b: { coefficients: Float64Array },
  bound = 1e-10,
) => expect(maxDifference(a.coefficients, b.coefficients)).toBeLessThanOrEqual(bound);

describe("cca does not change with", () => {
  holds("the order, sign, size and offset of neurons", async (x, y, s) => {
    const moved = columnsOf(x, shuffled(x.cols, s));
    const factors = gaussianMatrix(1, x.cols, s + 9).data.map((v) => Math.sign(v) * 10 ** (4 * v));
    const data = moved.data.map((v, p) => v * factors[p % x.cols]! + 1000 * factors[p % x.cols]!);
    same(await cca({ ...moved, data }, y), await cca(x, y));
  });

  holds("an invertible map of the neurons of both sides", async (x, y, s) => {
    const mapX = gaussianMatrix(x.cols, x.cols, s + 5);
    const mapY = gaussianMatrix(y.cols, y.cols, s + 6);
    for (const map of [mapX, mapY]) {
      for (let i = 0; i < map.rows; i++) map.data[i * map.cols + i]! += 4;
    }
    same(await cca(await product(x, mapX), await product(y, mapY)), await cca(x, y), 1e-9);
  });

  holds("the order of the datapoints, nor which side comes first", async (x, y, s) => {
    const order = shuffled(x.rows, s);
    same(await cca(rowsOf(x, order), rowsOf(y, order)), await cca(x, y));
    same(await cca(y, x), await cca(x, y));
  });
});

describe("svcca does not change with", () => {
  holds("rotation, order, common scale and offset of the neurons", async (x, y, s) => {
    const turned = await product(columnsOf(x, shuffled(x.cols, s)), await rotation(x.cols, s + 5));
    const data = turned.data.map((v) => 1e-3 * v + 7);
    const result = await svcca({ ...turned, data }, y);
    const plain = await svcca(x, y);
    expect(result.kept).toEqual(plain.kept);
    same(result, plain, 1e-9);
  });

  test("but it does change when one neuron is scaled: it is the variance that it looks at", async () => {
    const [x, y] = await related(200, 6, 6, 3);
    const stretched = { ...x, data: x.data.map((v, p) => (p % 6 === 0 ? 1000 * v : v)) };
    expect((await svcca(stretched, y)).kept.x).toBe(1);
    expect((await svcca(x, y)).kept.x).toBeGreaterThan(1);
  });
});

test("a layer compared with itself is 1, also when its neurons are turned and stretched", async () => {
  for (const s of [1, 2, 3]) {
    const x = await layerLike(300, 20, 40, s);
    for (const compare of [cca, svcca]) {
      const { coefficients, similarity } = await compare(x, x);
      expect(Math.abs(similarity - 1)).toBeLessThanOrEqual(1e-12);
      expect(
        maxDifference(
          coefficients,
          coefficients.map(() => 1),
        ),
      ).toBeLessThanOrEqual(1e-12);
    }
  }
});

test("shards merged in any grouping and order give the moments of the whole", () =>
  fc.assert(
    fc.asyncProperty(
      seed,
      fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 6 }),
      async (s, sizes) => {
        const n = sizes.reduce((a, b) => a + b, 0) + 2;
        const [x, y] = await related(n, 5, 4, s);
        const offset = { ...x, data: x.data.map((v) => v + 50) };
        const bounds = [
          0,
          ...sizes.map((_, i) => sizes.slice(0, i + 1).reduce((a, b) => a + b, 0)),
          n,
        ];
        const range = (a: Matrix64, from: number, to: number) =>
          rowsOf(
            a,
            Array.from({ length: to - from }, (_, i) => from + i),
          );
        const all = await Promise.all(
          bounds
            .slice(1)
            .map((to, i) =>
              collectMoments([range(offset, bounds[i]!, to), range(y, bounds[i]!, to)]),
            ),
        );
        const whole = await collectMoments([offset, y]);
        const leftFirst = all.reduce(mergeMoments);
        const rightFirst = [...all].reverse().reduce(mergeMoments);
        const scale = 1e-12 * n * 2500;
        for (const merged of [leftFirst, rightFirst]) {
          expect(merged.datapoints).toBe(n);
          const products = ({ layers, crosses }: Moments) => [
            ...layers.map(({ gram }) => gram),
            ...crosses.map(({ product }) => product),
          ];
          products(merged).forEach(({ data }, i) => {
            expect(maxDifference(data, products(whole)[i]!.data)).toBeLessThanOrEqual(scale);
          });
        }
        const direct = await svccaFromMoments(whole);
        expect(
          Math.abs((await svccaFromMoments(leftFirst)).similarity - direct.similarity),
        ).toBeLessThan(1e-9);
      },
    ),
    { numRuns: 25, seed: 5 },
  ));
