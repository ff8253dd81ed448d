import { createWasmBackend } from "@svcca/backend-wasm/node";
import {
  ablate,
  cca,
  type Directions,
  directionSubspace,
  pls,
  type Subspace,
  svcca,
} from "@svcca/core";
import { type Matrix64, qr, scaleColumns, transpose } from "@svcca/linalg";
import { describe, expect, test } from "vitest";
import { beside, gaussianMatrix, product, rotation } from "./helpers.js";

const D = 12;
const N = 500;

/** Neurons whose directions vary from 1 down to `least`, and a layer that sees all of them. */
async function layers(least: number): Promise<[Matrix64, Matrix64]> {
  const { q } = await qr(gaussianMatrix(N, D, 1));
  const sizes = Float64Array.from({ length: D }, (_, i) => least ** (i / (D - 1)));
  const x = await product(scaleColumns(q, sizes), await rotation(D, 2));
  const noise = gaussianMatrix(N, D, 4);
  const y = await product(q, gaussianMatrix(D, D, 3));
  return [x, { ...y, data: y.data.map((v, p) => v + 0.01 * noise.data[p]!) }];
}

/** Share of the variance that is lost. */
async function lossOf(x: Matrix64, subspace: Subspace): Promise<number> {
  const kept = await ablate(x, subspace).read(0, N);
  let [lost, all] = [0, 0];
  x.data.forEach((v, p) => {
    lost += (v - kept[p]!) ** 2;
    all += (v - subspace.mean[p % x.cols]!) ** 2;
  });
  return lost / all;
}

/** The least that the span of the directions loses, from the data: an orthonormal basis of n x k. */
async function leastLoss(x: Matrix64, { projection, mean }: Subspace): Promise<number> {
  const centred = { ...x, data: x.data.map((v, p) => v - mean[p % x.cols]!) };
  const { q } = await qr(await product(centred, transpose(projection)));
  const kept = await product(q, await product(transpose(q), centred));
  const lost = centred.data.reduce((sum, v, p) => sum + (v - kept.data[p]!) ** 2, 0);
  return lost / centred.data.reduce((sum, v) => sum + v * v, 0);
}

/** max |P A - 1|, in terms of the size of A. */
async function notIdentity({ projection, back }: Subspace): Promise<number> {
  const { data, cols } = await product(projection, back);
  const size = back.data.reduce((most, v) => Math.max(most, Math.abs(v)), 1);
  return data.reduce(
    (most, v, p) => Math.max(most, Math.abs(v - (p % (cols + 1) === 0 ? 1 : 0)) / size),
    0,
  );
}

const measures: Record<string, typeof cca> = {
  cca,
  svcca: ((x: Matrix64, y: Matrix64) => svcca(x, y, { truncate: { components: D } })) as never,
  pls: pls as never,
};

for (const [name, measure] of Object.entries(measures)) {
  describe(`${name}: directions in which next to nothing varies`, () => {
    test.each([1e-3, 1e-8, 1e-10, 1e-12])("down to %f of the largest", async (least) => {
      const [x, y] = await layers(least);
      const directions: Directions = (await measure(x, y)).directions.x;
      const { cols } = directions.weights;
      for (let k = 1; k <= cols; k++) {
        const subspace = await directionSubspace(directions, k);
        expect(await notIdentity(subspace)).toBeLessThan(1e-14);
        expect(await lossOf(x, subspace), `${k}`).toBeLessThan(
          (await leastLoss(x, subspace)) * 1.0001 + 1e-6,
        );
      }
    });
  });
}

test("neurons that others determine", async () => {
  const [half, y] = await layers(1e-6);
  const x = beside(half, await product(half, gaussianMatrix(D, 3, 5)));
  const { directions } = await cca(x, y);
  const k = directions.x.weights.cols;
  const subspace = await directionSubspace(directions.x, k);
  expect(await notIdentity(subspace)).toBeLessThan(1e-14);
  expect(await lossOf(x, subspace)).toBeLessThan(1e-9);
});

test.each([1e-2, 1e-5, 1e-8])("moments in float32, down to %f of the largest", async (least) => {
  const backend = await createWasmBackend({ precision: "float32", threads: 1 });
  const [x, y] = await layers(least);
  for (const measure of [cca, pls]) {
    const { directions } = await measure(x, y, { backend });
    for (const options of [{ backend }, {}]) {
      for (let k = 1; k <= directions.x.weights.cols; k++) {
        const subspace = await directionSubspace(directions.x, k, options);
        expect(await notIdentity(subspace)).toBeLessThan(1e-12);
        const plain = { ...options, reconstruction: "projection" } as const;
        const projected = await lossOf(x, await directionSubspace(directions.x, k, plain));
        expect(await lossOf(x, subspace), `${measure.name} ${k}`).toBeLessThan(
          projected * 1.001 + 1e-5,
        );
      }
    }
  }
  await backend.dispose?.();
});

test("directions without deviations are refused", async () => {
  const [x, y] = await layers(0.1);
  const { deviations: _, ...old } = (await cca(x, y)).directions.x;
  await expect(directionSubspace(old as Directions, 2)).rejects.toMatchObject({
    code: "invalid-argument",
    message: expect.stringContaining("no deviations of their 12 neurons"),
  });
  const plain = await directionSubspace(old as Directions, 2, { reconstruction: "projection" });
  expect(plain.projection.rows).toBe(2);
});

test("a signal cancels", async () => {
  const [x, y] = await layers(0.1);
  const { directions } = await cca(x, y);
  const signal = AbortSignal.abort(new Error("enough"));
  await expect(directionSubspace(directions.x, 2, { signal })).rejects.toThrow("enough");
});
