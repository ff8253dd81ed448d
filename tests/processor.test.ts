import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { createNativeBackend } from "@svcca/backend-native/node";
import { createWasmBackend } from "@svcca/backend-wasm/node";
import { type CompareOptions, cca, svcca } from "@svcca/core";
import { openArray } from "@svcca/io/node";
import { type Matrix64, matrix, transpose } from "@svcca/linalg";
import { gaussianMatrix } from "@svcca/linalg/testing";
import { afterAll, describe, expect, test } from "vitest";

const wasm = await createWasmBackend({ threads: 2 });
/** Every product is native, however small. */
const native = await createNativeBackend({ host: wasm, threads: 2, leastFlops: 0 });
const backends = [wasm, native];
afterAll(() => Promise.all(backends.map((backend) => backend.dispose?.())));

/** Reference values by independent programs, and the activations they are of; absent for most. */
const shared = fileURLToPath(new URL("../../shared/", import.meta.url));
const here = existsSync(`${shared}goldens/pairs.json`);
const pairs = here ? JSON.parse(readFileSync(`${shared}goldens/pairs.json`, "utf8")).pairs : {};

async function whole(target: string): Promise<Matrix64> {
  const { source, close } = await openArray(`${shared}data/${target}`);
  const [rows = 0] = source.shape;
  const data = Float64Array.from(await source.read(0, rows));
  await close();
  return matrix(rows, data.length / rows, data);
}

const layers: Record<string, () => Promise<[Matrix64, Matrix64]>> = {
  "digits-cnn fc1 a-000 vs a-100": async () => [
    await whole("digits-cnn-a-000.npz:fc1"),
    await whole("digits-cnn-a-100.npz:fc1"),
  ],
  "mnist-logits (neurons first in the files) a vs b": async () => [
    transpose(await whole("mnist-logits-a.npy")),
    transpose(await whole("mnist-logits-b.npy")),
  ],
};

describe.skipIf(!here)("reference values", () => {
  const cases = Object.entries(layers).flatMap(([name, open]) =>
    backends.map((backend) => ({ name, open, backend })),
  );
  for (const { name, open, backend } of cases) {
    for (const method of ["moments", "exact"] as const) {
      test(`${name}, ${method}, ${backend.name}`, async () => {
        const [x, y] = await open();
        const compared = [
          [await cca(x, y, { method, backend }), pairs[name].cca],
          [await svcca(x, y, { method, backend }), pairs[name]["svcca_variance_0.99"]],
        ];
        for (const [result, golden] of compared) {
          expect(result.coefficients.length).toBe(golden.coefficients.length);
          golden.coefficients.forEach((value: number, i: number) => {
            if (value > 1e-6) {
              expect(Math.abs(result.coefficients[i] - value)).toBeLessThan(1e-9);
            }
          });
        }
      });
    }
  }
});

/** Layers that share some directions and have others of their own, with large means. */
function layersOf(n: number, dx: number, dy: number) {
  const common = gaussianMatrix(n, dx, 1);
  const own = gaussianMatrix(n, dy, 2);
  const y = own.data.map(
    (value, p) => 0.3 * value + common.data[Math.floor(p / dy) * dx + ((p % dy) % dx)]! + 50,
  );
  return [common, { data: Float32Array.from(y), rows: n, cols: dy }] as const;
}

describe("agrees with the reference backend to 1e-10", () => {
  const options: Record<string, CompareOptions> = { moments: {}, exact: { method: "exact" } };
  for (const [name, option] of Object.entries(options)) {
    test(name, async () => {
      const [x, y] = layersOf(1500, 70, 90);
      for (const measure of [cca, svcca]) {
        const expected = await measure(x, y, option);
        for (const backend of backends) {
          const result = await measure(x, y, { ...option, backend });
          expect(result.backend).toBe(backend.name);
          expect(result.kept).toEqual(expected.kept);
          result.coefficients.forEach((value, i) => {
            expect(Math.abs(value - expected.coefficients[i]!)).toBeLessThan(1e-10);
          });
        }
      }
    });
  }
});
