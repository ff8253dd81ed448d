import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { createWasmBackend } from "@svcca/backend-wasm/node";
import { dftSvcca } from "@svcca/core";
import { openArray } from "@svcca/io/node";
import { type Backend, referenceBackend } from "@svcca/linalg";
import { afterAll, describe, expect, test } from "vitest";

const wasm = await createWasmBackend({ threads: 2 });
afterAll(() => wasm.dispose?.());
const backends: Record<string, Backend> = { reference: referenceBackend, wasm };

/** Complex CCA per frequency by numpy (fft2, QR, SVD), and the activations; absent for most. */
const shared = fileURLToPath(new URL("../../shared/", import.meta.url));
const here = existsSync(`${shared}goldens/pairs.json`);
const goldens = here ? JSON.parse(readFileSync(`${shared}goldens/pairs.json`, "utf8")).dft : {};

const layers: Record<string, [string, string]> = {
  "conv3 a-100 vs b-100": ["digits-cnn-a-100.npz:conv3", "digits-cnn-b-100.h5:activations/conv3"],
  "conv2 (8x8) a-100 vs conv3 (4x4) b-100": [
    "digits-cnn-a-100.npz:conv2",
    "digits-cnn-b-100.h5:activations/conv3",
  ],
  "pool2 (2x2) a-035 vs pool2 a-100": ["digits-cnn-a-035.npz:pool2", "digits-cnn-a-100.npz:pool2"],
};

describe.skipIf(!here)("reference values by frequency", () => {
  test("every pair of the reference file is known here", () => {
    expect(Object.keys(goldens).sort()).toEqual(Object.keys(layers).sort());
  });

  for (const [name, [fileX, fileY]] of Object.entries(layers)) {
    for (const [measure, backend] of (["cca", "svcca"] as const).flatMap((one) =>
      Object.keys(backends).map((key) => [one, key] as const),
    )) {
      test(`${name}: ${measure}, ${backend}`, async () => {
        const x = await openArray(`${shared}data/${fileX}`);
        const y = await openArray(`${shared}data/${fileY}`);
        const { similarity, frequencies, perFrequency } = await dftSvcca(x.source, y.source, {
          layout: "NCHW",
          measure,
          backend: backends[backend]!,
        });
        const golden = goldens[name];
        const key = measure === "cca" ? "cca_mean" : "svcca_variance_0.99_mean";
        expect([frequencies.height, frequencies.width]).toEqual(golden.frequency_grid);
        expect(Math.abs(similarity - golden[key])).toBeLessThan(1e-8);
        golden[`${key}_per_frequency`].forEach((row: number[], i: number) => {
          row.forEach((value, j) => {
            expect(Math.abs(frequencies.similarity[i]![j]! - value)).toBeLessThan(1e-8);
          });
        });
        if (measure === "cca") {
          const at = perFrequency.find((one) => one.y === 0 && Math.abs(one.x) === 1)!;
          golden.cca_coefficients_at_0_1.forEach((value: number, i: number) => {
            expect(Math.abs(at.coefficients[i]! - value)).toBeLessThan(1e-8);
          });
        }
        await x.close();
        await y.close();
      });
    }
  }
});
