import { createWasmBackend } from "@svcca/backend-wasm/node";
import { type Activations, svcca } from "@svcca/core";
import type { Matrix, Matrix64 } from "@svcca/linalg";
import { afterAll, expect, test } from "vitest";
import { gaussianMatrix, maxDifference } from "./helpers.js";

const backend = await createWasmBackend({ threads: 2 });
afterAll(() => backend.dispose?.());

/** Large enough for the second pass to pay. */
const [N, WIDE, NARROW] = [20_000, 300, 200];

/** Neurons that mix factors of falling size, of which two layers have some in common. */
async function layer(d: number, decay: number, seed: number): Promise<Matrix64> {
  const [common, own] = [gaussianMatrix(N, d, 1), gaussianMatrix(N, d, seed)];
  const factors = common.data.map((value, p) => {
    const place = (p % d) / d;
    return Math.exp(-decay * place) * ((1 - place) * value + place * own.data[p]!);
  });
  const mixing = gaussianMatrix(d, d, seed + 1);
  const { data } = await backend.matmul({ data: factors, rows: N, cols: d }, mixing);
  return { data: data.map((value, p) => value + (p % 7)), rows: N, cols: d };
}

/** The same, not in memory as far as anybody knows. */
function streamed({ data, rows, cols }: Matrix): Activations {
  return {
    name: "streamed",
    shape: [rows, cols],
    dtype: "float64",
    attributes: {},
    read: async (start, end) => data.slice(start * cols, end * cols),
  };
}

test("a large pair in memory, whose cross moments come last, has the result of one that is streamed", async () => {
  const passes: number[] = [];
  const kept: { x: number; y: number }[] = [];
  const onProgress = (done: number, total: number) => done === total && passes.push(total);
  for (const decays of [
    [9, 4],
    [4, 9],
    // So flat that nearly all directions are kept.
    [0.2, 0.1],
  ]) {
    const x = await layer(WIDE, decays[0]!, 2);
    const y = await layer(NARROW, decays[1]!, 4);
    passes.length = 0;
    const later = await svcca(x, y, { backend, onProgress });
    expect(passes).toEqual([N, N]);
    passes.length = 0;
    const once = await svcca(streamed(x), streamed(y), { backend, onProgress });
    expect(passes).toEqual([N]);
    expect(later.kept).toEqual(once.kept);
    kept.push(later.kept);
    expect(maxDifference(later.coefficients, once.coefficients)).toBeLessThan(1e-11);
    expect(later.similarity).toBeCloseTo(once.similarity, 12);
  }
  const [left, right, flat] = kept;
  expect(left!.x).toBeLessThan(left!.y);
  expect(right!.x).toBeGreaterThan(right!.y);
  expect(flat!.x).toBeGreaterThan(0.7 * WIDE);
  expect(flat!.y).toBeGreaterThan(0.7 * NARROW);
});
