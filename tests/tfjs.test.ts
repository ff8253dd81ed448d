import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { createTfjsBackend } from "@svcca/backend-tfjs";
import { createWebGpuBackend } from "@svcca/backend-tfjs/node";
import { createWasmBackend } from "@svcca/backend-wasm/node";
import {
  type CcaResult,
  type CompareOptions,
  cca,
  cka,
  dftSvcca,
  grid,
  pwcca,
  type SpatialOptions,
  svcca,
  type Truncation,
} from "@svcca/core";
import { openArray } from "@svcca/io/node";
import { type Backend, type Matrix64, matrix, transpose } from "@svcca/linalg";
import { gaussianMatrix } from "@svcca/linalg/testing";
import * as tf from "@tensorflow/tfjs-core";
import { afterAll, describe, expect, test } from "vitest";
import "@tensorflow/tfjs-backend-cpu";

const driver = "/usr/lib/chromium/vk_swiftshader_icd.json";
if (existsSync(driver)) process.env.VK_ICD_FILENAMES ??= driver;
// tfjs greets on first use, and a test that prints fails.
tf.enableProdMode();

const host = await createWasmBackend({ threads: 1 });
/** Every product goes to the device, however small: the least accurate that it can be. */
const all = { host, leastFlops: 0 };
const missing: string[] = [];
const backends: Backend[] = [
  await createTfjsBackend(tf, { backend: "cpu", ...all }),
  ...(await createWebGpuBackend(all).then(
    (backend) => [backend],
    (error: Error) => {
      missing.push(error.message);
      return [];
    },
  )),
];
afterAll(() => Promise.all([...backends, host].map((backend) => backend.dispose?.())));

/** Reference values by independent programs, and the activations they are of; absent for most. */
const shared = fileURLToPath(new URL("../../shared/", import.meta.url));
const here = existsSync(`${shared}goldens/pairs.json`);
const goldens = here ? JSON.parse(readFileSync(`${shared}goldens/pairs.json`, "utf8")) : {};

async function whole(target: string): Promise<{ shape: number[]; data: Float64Array }> {
  const { source, close } = await openArray(`${shared}data/${target}`);
  const data = Float64Array.from(await source.read(0, source.shape[0]!));
  await close();
  return { shape: [...source.shape], data };
}

/** An array as memory holds it, of whatever shape. */
async function array(target: string) {
  const { shape, data } = await whole(target);
  const width = data.length / shape[0]!;
  return {
    name: target,
    shape,
    dtype: "<f8",
    attributes: {},
    read: async (start: number, end: number) => data.slice(start * width, end * width),
  };
}

async function layer(target: string): Promise<Matrix64> {
  const { shape, data } = await whole(target);
  return matrix(shape[0]!, data.length / shape[0]!, data);
}

type Pair = Parameters<typeof svcca>[0];
const datapoints = { spatial: "datapoints", layout: "NCHW" } as const;
const average = { spatial: "average", layout: "NCHW" } as const;
const layers: Record<string, () => Promise<[Pair, Pair, SpatialOptions?]>> = {
  "digits-cnn fc1 a-100 vs b-100": async () => [
    await layer("digits-cnn-a-100.npz:fc1"),
    await layer("digits-cnn-b-100.h5:activations/fc1"),
  ],
  "digits-cnn logits a-100 vs b-100": async () => [
    await layer("digits-cnn-a-100.npz:logits"),
    await layer("digits-cnn-b-100.h5:activations/logits"),
  ],
  "digits-cnn conv3 spatial-as-datapoints a-100 vs b-100": async () => [
    await array("digits-cnn-a-100.npz:conv3"),
    await array("digits-cnn-b-100.h5:activations/conv3"),
    datapoints,
  ],
  "digits-cnn conv2 vs conv3 average-pooled a-100 vs b-100": async () => [
    await array("digits-cnn-a-100.npz:conv2"),
    await array("digits-cnn-b-100.h5:activations/conv3"),
    average,
  ],
  "digits-cnn fc1 a-000 vs a-100": async () => [
    await layer("digits-cnn-a-000.npz:fc1"),
    await layer("digits-cnn-a-100.npz:fc1"),
  ],
  "mnist-logits (neurons first in the files) a vs b": async () => [
    transpose(await layer("mnist-logits-a.npy")),
    transpose(await layer("mnist-logits-b.npy")),
  ],
  "digits-cnn conv1 vs bn1 spatial-as-datapoints a-100 (affine: all coefficients are 1 up to float16 rounding of the data)":
    async () => [
      await array("digits-cnn-a-100.npz:conv1"),
      await array("digits-cnn-a-100.npz:bn1"),
      datapoints,
    ],
};

/** On the software driver these take minutes on a busy machine: tfjs-cpu has them. */
const LONG = /logits|conv1 vs bn1/;

const meanOf = (values: readonly number[]) =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** What is promised of a mean in float32. */
const MEAN = 1e-4;

for (const backend of backends) {
  describe.skipIf(!here)(`reference values on ${backend.name}`, () => {
    for (const [name, open] of Object.entries(layers)) {
      if (backend.name === "tfjs-webgpu" && LONG.test(name)) continue;
      test(`${name}: means, and how many directions are kept`, { timeout: 300_000 }, async () => {
        const [x, y, spatial] = await open();
        const golden = goldens.pairs[name];
        const options: CompareOptions = { backend, ...spatial };
        const near = (value: number, expected: number) =>
          expect(Math.abs(value - expected)).toBeLessThan(MEAN);
        const all = await cca(x, y, options);
        expect(all.coefficients.length).toBe(golden.cca.coefficients.length);
        near(all.similarity, meanOf(golden.cca.coefficients));
        const rules: [string, Truncation][] = [
          ["svcca_variance_0.99", { variance: 0.99 }],
          ["svcca_singular_value_sum_0.99", { singularValueSum: 0.99 }],
        ];
        for (const [key, truncate] of rules) {
          const expected = golden[key];
          const found: CcaResult = await svcca(x, y, { ...options, truncate });
          near(found.similarity, meanOf(expected.coefficients));
          expect(found.coefficients.length).toBe(expected.coefficients.length);
          if (expected.kept_x) {
            expect(found.kept).toEqual({ x: expected.kept_x, y: expected.kept_y });
          }
        }
        // The weights of PWCCA are of single directions. Where float32 does not resolve these, it says so.
        const weighted = await pwcca(x, y, options);
        const warned = weighted.warnings.some(({ code }) => code === "limited-accuracy");
        expect(warned).toBe(weighted.error > MEAN);
        expect(Math.abs(weighted.similarity - golden.pwcca.value)).toBeLessThan(
          Math.max(MEAN, weighted.error),
        );
        near((await cka(x, y, options)).similarity, golden.cka_linear);
      });
    }

    test("by frequency, in complex numbers", { timeout: 300_000 }, async () => {
      const x = await array("digits-cnn-a-100.npz:conv3");
      const y = await array("digits-cnn-b-100.h5:activations/conv3");
      const { similarity } = await dftSvcca(x, y, { layout: "NCHW", backend });
      const golden = goldens.dft["conv3 a-100 vs b-100"]["svcca_variance_0.99_mean"];
      expect(Math.abs(similarity - golden)).toBeLessThan(MEAN);
    });
  });

  /** Layers that share some directions, with a mean of 100 and a spread of 1. */
  const far = (of: number) => {
    const [common, own] = [gaussianMatrix(3000, 24, 1), gaussianMatrix(3000, 24, of)];
    const data = own.data.map(
      (value, p) => 100 + ((1 + (p % 24)) / 24) * (common.data[p]! + 0.4 * value),
    );
    return { data, rows: 3000, cols: 24 };
  };

  test(`a mean of 100 and a spread of 1 on ${backend.name}`, async () => {
    const [x, y] = [far(2), far(3)];
    for (const measure of [cca, svcca]) {
      const expected = await measure(x, y, { backend: host });
      const found = await measure(x, y, { backend });
      expect(found.backend).toBe(backend.name);
      expect(found.kept).toEqual(expected.kept);
      expect(found.warnings).toEqual(expected.warnings);
      found.coefficients.forEach((value, i) => {
        expect(Math.abs(value - expected.coefficients[i]!)).toBeLessThan(1e-6);
      });
    }
  });

  test(`dependent and dead neurons are found on ${backend.name} too`, async () => {
    const { data, rows, cols } = far(2);
    // Neuron 3 is the sum of 1 and 2, neuron 5 a copy of 4 on another scale, neuron 6 is dead.
    const hard = data.map((value, p) => {
      const start = p - (p % cols);
      if (p % cols === 3) return data[start + 1]! + data[start + 2]!;
      if (p % cols === 5) return 7 * data[start + 4]!;
      return p % cols === 6 ? 0.1 : value;
    });
    const x = { data: hard, rows, cols };
    const expected = await cca(x, far(3), { backend: host });
    const found = await cca(x, far(3), { backend });
    expect(expected.kept.x).toBe(21);
    expect(found.kept).toEqual(expected.kept);
    expect(found.warnings).toEqual(expected.warnings);
    expect(Math.abs(found.similarity - expected.similarity)).toBeLessThan(MEAN);
  });

  test(`a grid on ${backend.name}`, async () => {
    const layers = [2, 3, 4].map(far);
    const expected = await grid(layers, layers, { backend: host });
    const found = await grid(layers, layers, { backend });
    found.values.flat().forEach((value, i) => {
      expect(Math.abs(value - expected.values.flat()[i]!)).toBeLessThan(1e-6);
    });
  });
}

test.skipIf(missing.length > 0)(`WebGPU in Node runs here${missing.map((m) => `: ${m}`)}`, () => {
  expect(backends.map(({ name }) => name)).toContain("tfjs-webgpu");
});
test.skipIf(!here)("every pair of the reference values is compared", () => {
  expect(Object.keys(layers).sort()).toEqual(Object.keys(goldens.pairs).sort());
});
