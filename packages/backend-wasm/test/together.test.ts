import { createWasmBackend } from "@svcca/backend-wasm/node";
import type { Backend, Matrix64 } from "@svcca/linalg";
import { gaussianMatrix } from "@svcca/linalg/testing";
import { afterAll, expect, test } from "vitest";

const [alone, together] = await Promise.all([
  createWasmBackend({ threads: 1 }),
  createWasmBackend({ threads: 3 }),
]);
afterAll(() => Promise.all([alone, together].map((backend) => backend.dispose?.())));

/** A Gram matrix; of low rank where there are few datapoints, so that many eigenvalues are deflated. */
async function gram(n: number, d: number, seed: number): Promise<Matrix64> {
  const g = gaussianMatrix(n, d, seed);
  return alone.matmul(g, g, { transA: true });
}

const half = ({ length }: Float64Array) => length >> 1;

test("eigendecompositions that are asked for at the same time have the bits of each alone", async () => {
  const sizes = [1, 31, 65, 100, 129, 255, 256, 257, 300, 511, 512, 513, 640];
  const grams = await Promise.all(
    sizes.flatMap((d, i) => [gram(2 * d, d, i + 1), gram(Math.ceil(d / 9), d, i + 50)]),
  );
  const [expected, found] = [[], []] as [unknown[], unknown[]];
  for (const a of grams) expected.push(await alone.eigh!(a, { keep: half }));
  found.push(...(await Promise.all(grams.map((a) => together.eigh!(a, { keep: half })))));
  expect(bytesOf(found)).toEqual(bytesOf(expected));
});

test("so have singular values, of matrices of any shape", async () => {
  const shapes = [
    [64, 64],
    [65, 70],
    [70, 65],
    [91, 91],
    [512, 64],
    [300, 512],
    [512, 512],
    [513, 80],
    [20, 90],
  ];
  const matrices = shapes.map(([m, n], i) => gaussianMatrix(m!, n!, i + 1));
  const expected = [];
  for (const a of matrices) expected.push(await alone.singularValues!(a));
  const found = await Promise.all(matrices.map((a) => together.singularValues!(a)));
  expect(found.map(hash)).toEqual(expected.map(hash));
});

test("one that is aborted, or asks for what cannot be, is no loss to the others", async () => {
  const a = await gram(200, 130, 1);
  const expected = await alone.eigh!(a);
  const controller = new AbortController();
  const stop = new Error("stop");
  const calls = [
    together.eigh!(a),
    together.eigh!(a, { signal: controller.signal }),
    together.eigh!(a, { keep: () => -1 }),
    together.eigh!(a),
  ];
  controller.abort(stop);
  const [first, aborted, refused, last] = await Promise.allSettled(calls);
  expect(aborted).toEqual({ status: "rejected", reason: stop });
  expect(refused).toMatchObject({ status: "rejected", reason: { code: "invalid-argument" } });
  for (const one of [first, last]) {
    expect(one).toMatchObject({ status: "fulfilled" });
    if (one?.status === "fulfilled") {
      expect(hash(one.value.vectors.data)).toBe(hash(expected.vectors.data));
    }
  }
  const signal = AbortSignal.abort(stop);
  await expect(together.singularValues!(a, { signal })).rejects.toBe(stop);
});

function bytesOf(results: unknown[]): string[] {
  return (results as Awaited<ReturnType<NonNullable<Backend["eigh"]>>>[]).map(
    ({ values, vectors }) => `${vectors.cols} ${hash(values)} ${hash(vectors.data)}`,
  );
}

/** Of all bytes: a comparison value by value of so many is slow. */
function hash(values: Float64Array): string {
  let sum = 0;
  for (const byte of new Uint8Array(values.buffer, values.byteOffset, values.byteLength)) {
    sum = (Math.imul(sum, 31) + byte) | 0;
  }
  return `${values.length} ${sum}`;
}
