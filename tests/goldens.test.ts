import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { createWasmBackend } from "@svcca/backend-wasm/node";
import {
  type Activations,
  type CcaResult,
  cca,
  cka,
  ckaRbf,
  classSensitivity,
  grid,
  pls,
  procrustes,
  pwcca,
  type SpatialOptions,
  svcca,
  type Truncation,
} from "@svcca/core";
import { openArray } from "@svcca/io/node";
import {
  type ArraySource,
  type Matrix64,
  matrix,
  referenceBackend,
  transpose,
} from "@svcca/linalg";
import { afterAll, describe, expect, test } from "vitest";

/** Reference values by independent programs, and the activations they are of; absent for most. */
const shared = fileURLToPath(new URL("../../shared/", import.meta.url));
const here = existsSync(`${shared}goldens/pairs.json`);
const load = (file: string) =>
  here ? JSON.parse(readFileSync(`${shared}goldens/${file}`, "utf8")) : { pairs: {} };
const pairs = load("pairs.json").pairs;

async function whole(target: string): Promise<Matrix64> {
  const { source, close } = await openArray(`${shared}data/${target}`);
  const data = Float64Array.from(await source.read(0, source.shape[0]!));
  await close();
  return matrix(source.shape[0]!, data.length / source.shape[0]!, data);
}

async function source(target: string): Promise<ArraySource> {
  const opened = await openArray(`${shared}data/${target}`);
  after.push(opened.close);
  return opened.source;
}
const after: (() => Promise<void>)[] = [];
afterAll(() => Promise.all(after.map((close) => close())));

const layers: Record<string, () => Promise<[Activations, Activations, SpatialOptions?]>> = {
  "digits-cnn fc1 a-100 vs b-100": async () => [
    await source("digits-cnn-a-100.npz:fc1"),
    await source("digits-cnn-b-100.h5:activations/fc1"),
  ],
  "digits-cnn logits a-100 vs b-100": async () => [
    await source("digits-cnn-a-100.npz:logits"),
    await source("digits-cnn-b-100.h5:activations/logits"),
  ],
  "digits-cnn conv3 spatial-as-datapoints a-100 vs b-100": async () => [
    await source("digits-cnn-a-100.npz:conv3"),
    await source("digits-cnn-b-100.h5:activations/conv3"),
    { spatial: "datapoints", layout: "NCHW" },
  ],
  "digits-cnn conv2 vs conv3 average-pooled a-100 vs b-100": async () => [
    await source("digits-cnn-a-100.npz:conv2"),
    await source("digits-cnn-b-100.h5:activations/conv3"),
    { spatial: "average", layout: "NCHW" },
  ],
  "digits-cnn fc1 a-000 vs a-100": async () => [
    await whole("digits-cnn-a-000.npz:fc1"),
    await whole("digits-cnn-a-100.npz:fc1"),
  ],
  "mnist-logits (neurons first in the files) a vs b": async () => [
    transpose(await whole("mnist-logits-a.npy")),
    transpose(await whole("mnist-logits-b.npy")),
  ],
  "digits-cnn conv1 vs bn1 spatial-as-datapoints a-100 (affine: all coefficients are 1 up to float16 rounding of the data)":
    async () => [
      await source("digits-cnn-a-100.npz:conv1"),
      await source("digits-cnn-a-100.npz:bn1"),
      { spatial: "datapoints", layout: "NCHW" },
    ],
};

test.skipIf(!here)("every pair of the reference values is compared", () => {
  expect(Object.keys(layers).sort()).toEqual(Object.keys(pairs).sort());
});

function agrees(result: CcaResult, coefficients: number[]) {
  expect(result.coefficients.length).toBe(coefficients.length);
  coefficients.forEach((value, i) => {
    if (value > 1e-6) expect(Math.abs(result.coefficients[i]! - value)).toBeLessThan(1e-9);
  });
}

const wasm = await createWasmBackend({ threads: 2 });
afterAll(() => wasm.dispose?.());
const ways = [
  { method: "moments", backend: referenceBackend },
  { method: "exact", backend: referenceBackend },
  { method: "moments", backend: wasm },
] as const;

for (const way of ways) {
  describe.skipIf(!here)(`reference values, method ${way.method} on ${way.backend.name}`, () => {
    for (const [name, open] of Object.entries(layers)) {
      test(`${name}: CCA`, async () => {
        const [x, y, spatial] = await open();
        agrees(await cca(x, y, { ...way, ...spatial }), pairs[name].cca.coefficients);
      });

      test(`${name}: SVCCA, all rules`, async () => {
        const [x, y, spatial] = await open();
        const rules: [string, Truncation][] = [
          ["svcca_variance_0.99", { variance: 0.99 }],
          ["svcca_singular_value_sum_0.99", { singularValueSum: 0.99 }],
          ["svcca_components", { components: pairs[name].svcca_components.components }],
        ];
        for (const [key, truncate] of rules) {
          const golden = pairs[name][key];
          const result = await svcca(x, y, { truncate, ...way, ...spatial });
          agrees(result, golden.coefficients);
          expect(Math.abs(result.similarity - golden.mean)).toBeLessThan(1e-9);
          if (golden.kept_x) expect(result.kept).toEqual({ x: golden.kept_x, y: golden.kept_y });
        }
      });
    }

    test("values that other libraries print", async () => {
      const printed = load("literature.json");
      const [a, b] = await layers["mnist-logits (neurons first in the files) a vs b"]!();
      const mnist = printed["mnist-logits"];
      expect(Math.abs((await cca(a, b, way)).similarity - mnist.mean_cca)).toBeLessThan(1e-9);
      const ninety = await svcca(a, b, { ...way, truncate: { variance: 0.9 } });
      expect(Math.abs(ninety.similarity - mnist["svcca_variance_0.90"].mean)).toBeLessThan(1e-9);
      expect(Object.values(ninety.kept)).toEqual(mnist["svcca_variance_0.90"].kept);

      const [x, y] = [await whole("uniform30x25-x.npy"), await whole("uniform30x25-y.npy")];
      const uniform = Object.entries(printed).find(([key]) =>
        key.startsWith("uniform30x25"),
      )![1] as {
        mean_cca: number;
        svcca_components_10: number;
        "svcca_variance_0.95": { mean: number };
      };
      const full = await cca(x, y, way);
      expect(Math.abs(full.similarity - uniform.mean_cca)).toBeLessThan(1e-9);
      expect(full.coefficients.filter((value) => value > 1 - 1e-9).length).toBe(21);
      expect(full.warnings.map(({ code }) => code)).toContain("trivial-coefficients");
      const ten = await svcca(x, y, { ...way, truncate: { components: 10 } });
      expect(Math.abs(ten.similarity - uniform.svcca_components_10)).toBeLessThan(1e-9);
      const most = await svcca(x, y, { ...way, truncate: { variance: 0.95 } });
      expect(Math.abs(most.similarity - uniform["svcca_variance_0.95"].mean)).toBeLessThan(1e-9);
    });
  });
}

for (const backend of [referenceBackend, wasm]) {
  describe.skipIf(!here)(`reference values of the other measures on ${backend.name}`, () => {
    const near = (value: number, golden: number) =>
      expect(Math.abs(value - golden)).toBeLessThan(1e-9);
    for (const [name, open] of Object.entries(layers)) {
      test(`${name}: PWCCA, CKA, PLS, Procrustes`, async () => {
        const golden = pairs[name];
        const [x, y, spatial] = await open();
        near((await pwcca(x, y, { backend, ...spatial })).similarity, golden.pwcca.value);
        near(
          (await pwcca(x, y, { backend, ...spatial, side: "x" })).similarity,
          golden.pwcca.weights_from_x,
        );
        near((await cka(x, y, { backend, ...spatial })).similarity, golden.cka_linear);
        const { squaredDistance } = await procrustes(x, y, { backend, ...spatial });
        near(squaredDistance, golden.procrustes_squared_distance);
        const { covariances } = await pls(x, y, { backend, ...spatial });
        const largest = golden.pls_singular_values[0];
        covariances.forEach((value, i) => {
          near(value / largest, golden.pls_singular_values[i] / largest);
        });
        if (golden.cka_linear_unbiased !== undefined) {
          const debiased = await cka(x, y, { backend, ...spatial, estimator: "debiased" });
          near(debiased.similarity, golden.cka_linear_unbiased);
          near(
            (await ckaRbf(x, y, { backend, ...spatial })).similarity,
            golden["cka_rbf_median_0.5"],
          );
        }
      });
    }

    test("values that other libraries print", async () => {
      const printed = load("literature.json");
      const [a, b] = await layers["mnist-logits (neurons first in the files) a vs b"]!();
      near(
        (await pwcca(a, b, { side: "y" })).similarity,
        printed["mnist-logits"].pwcca_weights_from_y,
      );
      near((await procrustes(a, b)).similarity, printed["mnist-logits"].procrustes_score);
      const uniform = printed["uniform30x25 (np.random.seed(0), uniform(30, 25) twice)"];
      const [x, y] = [await whole("uniform30x25-x.npy"), await whole("uniform30x25-y.npy")];
      const turned = await procrustes(x, y);
      near(turned.similarity, uniform.procrustes_score);
      near(turned.angle, uniform.procrustes_angle);
      near((await cka(x, y)).similarity, uniform.cka_linear);
      near((await cca(x, y)).meanSquared, uniform.mean_squared_cca);
      const unsure = await pwcca(x, y);
      expect(unsure.warnings.map(({ code }) => code)).toContain("not-unique");
    });
  });
}

for (const percent of ["000", "035", "075", "100"]) {
  test.skipIf(!here)(
    `reference dynamics: averaged over space, at ${percent} % against the end`,
    async () => {
      const { layers: names, grids } = load("dynamics.json");
      const open = (file: string) =>
        Promise.all((names as string[]).map((name) => source(`${file}:${name}`)));
      const early = await open(`digits-cnn-a-${percent}.npz`);
      const late = await open("digits-cnn-a-100.npz");
      const { values } = await grid(early, late, { spatial: "average", layout: "NCHW" });
      expect(values.length).toBe(names.length);
      values.forEach((row, i) => {
        row.forEach((value, j) => {
          expect(Math.abs(value - grids[percent][i][j])).toBeLessThan(1e-9);
        });
      });
    },
  );
}

test.skipIf(!here)("reference class sensitivity", async () => {
  const golden = load("classes.json");
  const near = (values: number[], expected: number[]) =>
    expected.forEach((value, i) => {
      expect(Math.abs(values[i]! - value)).toBeLessThan(1e-9);
    });
  const labels = (await whole("digits-labels.npy")).data;
  const names = Object.keys(golden.layers);
  const opened = await Promise.all(names.map((name) => source(`digits-cnn-a-100.npz:${name}`)));
  const options = { spatial: "average", layout: "NCHW" } as const;
  const { classes, values } = await classSensitivity(opened, labels, options);
  expect(classes).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  for (const [i, name] of names.entries()) near(values[i]!, golden.layers[name]);

  const key = Object.keys(golden).find((name) => name.startsWith("mnist-logits"))!;
  const digits = (await whole("mnist-labels.npy")).data;
  const nets = [
    transpose(await whole("mnist-logits-a.npy")),
    transpose(await whole("mnist-logits-b.npy")),
  ];
  const logits = await classSensitivity(nets, digits, { measure: "cca" });
  near(logits.values[0]!, golden[key].a);
  near(logits.values[1]!, golden[key].b);
});
