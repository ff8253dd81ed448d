import { cca, pls } from "@svcca/core";
import {
  computePwcca,
  getCcaSimilarity,
  getPca,
  getPlsSimilarity,
  positivedefMatrixSqrt,
  robustCcaSimilarity,
  sumThreshold,
} from "@svcca/core/compat";
import {
  type Backend,
  fromRows,
  type Matrix64,
  referenceBackend,
  svd,
  transpose,
} from "@svcca/linalg";
import { describe, expect, test } from "vitest";
import { beside, gaussianMatrix, layerLike, maxDifference, product } from "./helpers.js";

/** Two related layers, neurons x datapoints, whose neurons have means. */
async function related(d1: number, d2: number, n = 300): Promise<[Matrix64, Matrix64]> {
  const x = await layerLike(n, d1, d1, 1);
  const noise = gaussianMatrix(n, d2, 3);
  const mixed = await product(x, gaussianMatrix(d1, d2, 4));
  const y = { ...mixed, data: mixed.data.map((v, p) => v + 2 * noise.data[p]! + 5 + (p % d2)) };
  return [transpose(x), transpose(y)];
}

function correlation(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const centred = (v: ArrayLike<number>) => {
    const list = Array.from(v);
    const mean = list.reduce((s, value) => s + value, 0) / list.length;
    return list.map((value) => value - mean);
  };
  const dot = (u: number[], v: number[]) => u.reduce((s, value, i) => s + value * v[i]!, 0);
  const [u, v] = [centred(a), centred(b)];
  return dot(u, v) / Math.sqrt(dot(u, u) * dot(v, v));
}

const rowOf = ({ data, cols }: Matrix64, i: number) => data.subarray(i * cols, (i + 1) * cols);

describe("getCcaSimilarity", () => {
  for (const [d1, d2] of [
    [8, 12],
    [12, 8],
  ] as const) {
    test(`${d1} against ${d2} neurons: directions of the coefficients of CCA`, async () => {
      const [x, y] = await related(d1, d2);
      const found = await getCcaSimilarity(x, y, { computeDirns: true });
      const { coefficients } = await cca(transpose(x), transpose(y));
      expect(maxDifference(found.ccaCoef1, coefficients)).toBeLessThan(1e-12);
      for (let i = 0; i < 8; i++) {
        const r = correlation(rowOf(found.ccaDirns1!, i), rowOf(found.ccaDirns2!, i));
        expect(Math.abs(r - coefficients[i]!)).toBeLessThan(1e-12);
      }
      const gram = await product(found.coefY, transpose(found.coefY));
      gram.data.forEach((value, p) => {
        expect(Math.abs(value - (p % 9 === 0 ? 1 : 0))).toBeLessThan(1e-12);
      });
      // coef invsqrt (acts - means) + mean, as google/svcca's text says.
      const rows = await product(found.fullCoefX, found.fullInvsqrtXx);
      const means = found.neuronMeans1;
      const centred = { ...x, data: x.data.map((v, p) => v - means[Math.floor(p / x.cols)]!) };
      const along = await product(rows, centred);
      const moved = along.data.map((v, p) => v + means[Math.floor(p / x.cols)]!);
      expect(maxDifference(found.ccaDirns1!.data, moved)).toBeLessThan(1e-9);
    });
  }

  test("epsilon is a ridge: one neuron and its copy have 1 / (1 + epsilon)", async () => {
    const x = transpose(gaussianMatrix(50, 1, 5));
    for (const epsilon of [0, 1e-10, 1e-3, 0.5]) {
      const { ccaCoef1 } = await getCcaSimilarity(x, x, { epsilon });
      expect(Math.abs(ccaCoef1[0]! - 1 / (1 + epsilon))).toBeLessThan(1e-14);
    }
  });

  test("epsilon leaves out neurons that vary less, and the full matrices have 0 there", async () => {
    const [x, y] = await related(5, 4);
    const dead = fromRows([
      new Float64Array(300).fill(7),
      ...[0, 1, 2, 3, 4].map((i) => rowOf(x, i)),
    ]);
    const found = await getCcaSimilarity(dead, y, { epsilon: 1e-10, computeDirns: true });
    const plain = await getCcaSimilarity(x, y, { epsilon: 1e-10, computeDirns: true });
    expect(found.xIdxs).toEqual([false, true, true, true, true, true]);
    expect(maxDifference(found.ccaCoef1, plain.ccaCoef1)).toBeLessThan(1e-12);
    expect(maxDifference(found.ccaDirns1!.data, plain.ccaDirns1!.data)).toBeLessThan(1e-9);
    expect([found.fullCoefX.rows, found.fullCoefX.cols]).toEqual([4, 6]);
    expect([found.fullInvsqrtXx.rows, found.fullInvsqrtXx.cols]).toEqual([6, 6]);
    expect([...rowOf(found.fullInvsqrtXx, 0)]).toEqual([0, 0, 0, 0, 0, 0]);
    expect(found.fullCoefX.data.filter((v) => v === 0).length).toBe(4);
  });

  test("dependent neurons on both sides: the coefficients of what is independent, then 0", async () => {
    const [x, y] = await related(4, 3);
    const twice = (a: Matrix64) => transpose(beside(transpose(a), transpose(a)));
    const found = await getCcaSimilarity(twice(x), twice(y));
    const plain = await getCcaSimilarity(x, y);
    expect(maxDifference(found.ccaCoef1.subarray(0, 3), plain.ccaCoef1)).toBeLessThan(1e-12);
    expect([...found.ccaCoef1.subarray(3)]).toEqual([0, 0, 0]);
    expect(found.mean[0]).toBeCloseTo(plain.mean[0], 12);
  });

  test("the mean is over the coefficients that hold the threshold's share", async () => {
    const [x, y] = await related(10, 10);
    const all = await getCcaSimilarity(x, y, { threshold: 1 });
    expect(all.mean[0]).toBeCloseTo(all.sum[0] / 10, 12);
    const half = await getCcaSimilarity(x, y, { threshold: 0.5 });
    const count = sumThreshold(all.ccaCoef1, 0.5);
    const sum = all.ccaCoef1.subarray(0, count).reduce((s, v) => s + v, 0);
    expect(half.mean[0]).toBeCloseTo(sum / count, 12);
  });

  test("says that few datapoints prove nothing", async () => {
    const few = (seed: number) => transpose(gaussianMatrix(14, 8, seed));
    const { warnings } = await getCcaSimilarity(few(1), few(2), { epsilon: 1e-10 });
    expect(warnings.map(({ code }) => code)).toEqual(["trivial-coefficients"]);
  });

  test("what cannot be compared is named", async () => {
    const [x, y] = await related(5, 4);
    const refuses = (code: string, ...args: Parameters<typeof getCcaSimilarity>) =>
      expect(getCcaSimilarity(...args)).rejects.toMatchObject({ code });
    await refuses("too-few-datapoints", x, transpose(y));
    await refuses("shape-mismatch", x, transpose(gaussianMatrix(299, 4, 1)));
    await refuses("no-variance", x, { ...y, data: y.data.map(() => 3) });
    await refuses("no-variance", x, y, { epsilon: 2 });
    await refuses("invalid-argument", x, y, { epsilon: -1 });
    await refuses("invalid-argument", x, y, { threshold: 0 });
    await refuses("non-finite", x, {
      ...y,
      data: y.data.map((v, p) => (p === 9 ? Number.NaN : v)),
    });
  });
});

describe("robustCcaSimilarity", () => {
  test("takes epsilon for epsilon and threshold for threshold", async () => {
    const [x, y] = await related(6, 5);
    const robust = await robustCcaSimilarity(x, y, { threshold: 0.9, epsilon: 1e-4 });
    const plain = await getCcaSimilarity(x, y, { threshold: 0.9, epsilon: 1e-4 });
    expect(robust.trials).toBe(1);
    expect(robust.ccaCoef1).toEqual(plain.ccaCoef1);
    expect(robust.mean).toEqual(plain.mean);
    expect(robust.ccaDirns1!.rows).toBe(5);
  });

  /** A backend whose first `failures` decompositions give singular values that are no cosines. */
  const broken = (failures: number): Backend => {
    let left = failures;
    return {
      ...referenceBackend,
      async svd(a, options) {
        const right = await svd(a, options);
        return left-- > 0 ? { ...right, s: right.s.map((v) => v + 2) } : right;
      },
    };
  };

  test("tries again with seeded noise where rounding spoils the result", async () => {
    const [x, y] = await related(6, 5);
    const once = await robustCcaSimilarity(x, y, { backend: broken(2), seed: 3 });
    const again = await robustCcaSimilarity(x, y, { backend: broken(2), seed: 3 });
    const other = await robustCcaSimilarity(x, y, { backend: broken(2), seed: 4 });
    expect(once.trials).toBe(3);
    expect(once.ccaCoef1).toEqual(again.ccaCoef1);
    expect(once.ccaCoef1).not.toEqual(other.ccaCoef1);
    const plain = await getCcaSimilarity(x, y, { epsilon: 1e-6 });
    expect(maxDifference(once.ccaCoef1, plain.ccaCoef1)).toBeLessThan(1e-3);
    const spent = robustCcaSimilarity(x, y, { backend: broken(9), trials: 3 });
    await expect(spent).rejects.toMatchObject({ code: "accuracy" });
  });
});

test("sumThreshold counts the values that hold the share, all of them for 1", () => {
  expect(sumThreshold([4, 3, 2, 1], 1)).toBe(4);
  expect(sumThreshold([4, 3, 2, 1], 0.7)).toBe(2);
  expect(sumThreshold([4, 3, 2, 1], 0.71)).toBe(3);
  expect(sumThreshold([5], 0.98)).toBe(1);
  expect(sumThreshold([5, 0], 1)).toBe(1);
  expect(sumThreshold([0, 0], 0.5)).toBe(0);
  expect(sumThreshold([1, 1], 0)).toBe(0);
  expect(() => sumThreshold([1], 1.5)).toThrow("threshold: 1.5");
});

describe("computePwcca", () => {
  test("a wider first layer, and neurons that epsilon leaves out", async () => {
    const [x, y] = await related(12, 7);
    const dead = fromRows([
      ...[0, 1, 2, 3, 4, 5, 6].map((i) => rowOf(y, i)),
      new Float64Array(300).fill(1),
    ]);
    const wide = await computePwcca(x, y, { epsilon: 1e-10 });
    const swapped = await computePwcca(y, x, { epsilon: 1e-10 });
    const withDead = await computePwcca(x, dead, { epsilon: 1e-10 });
    expect(wide.coefs.length).toBe(7);
    expect(wide.pwcca).toBeCloseTo(swapped.pwcca, 10);
    expect(wide.pwcca).toBeCloseTo(withDead.pwcca, 10);
    expect(wide.weights.reduce((s, v) => s + v, 0)).toBeCloseTo(1, 12);
  });

  test("changes with arbitrary signs where neurons have means", async () => {
    const [x, y] = await related(12, 7);
    const { pwcca } = await computePwcca(x, y);
    const other = await computePwcca(x, y, { signs: [1, -1, 1, -1, 1, -1, 1] });
    expect(Math.abs(pwcca - other.pwcca)).toBeGreaterThan(1e-3);
    await expect(computePwcca(x, y, { signs: [1] })).rejects.toMatchObject({
      code: "invalid-argument",
    });
  });
});

test("getPlsSimilarity: the covariances of its own directions", async () => {
  const [x, y] = await related(6, 5);
  const found = await getPlsSimilarity(x, y);
  const { covariances } = await pls(transpose(x), transpose(y));
  expect(maxDifference(found.eigenvals, covariances)).toBeLessThan(1e-10 * covariances[0]!);
  const along = await product(found.plsDirns1, transpose(found.plsDirns2));
  found.eigenvals.forEach((value, i) => {
    expect(Math.abs(along.data[i * (along.cols + 1)]! / 299 - value)).toBeLessThan(1e-9);
  });
});

test("getPca: the singular values of the activations with each neuron centred", async () => {
  const [, y] = await related(6, 5);
  const { eigenvals, neuronCoefs, pcaDirns } = await getPca(y, { computeDirns: true });
  const means = [0, 1, 2, 3, 4].map((i) => rowOf(y, i).reduce((s, v) => s + v, 0) / 300);
  const centred = { ...y, data: y.data.map((v, p) => v - means[Math.floor(p / 300)]!) };
  const { s } = await svd(centred);
  expect(maxDifference(eigenvals, s)).toBeLessThan(1e-10 * s[0]!);
  expect([neuronCoefs.rows, neuronCoefs.cols]).toEqual([5, 5]);
  s.forEach((value, i) => {
    expect(Math.hypot(...rowOf(pcaDirns!, i))).toBeCloseTo(value, 8);
  });
});

test("positivedefMatrixSqrt squares to the matrix, also of a singular one", async () => {
  const a = gaussianMatrix(3, 6, 1);
  const gram = await product(transpose(a), a);
  const root = await positivedefMatrixSqrt(gram);
  expect(maxDifference((await product(root, root)).data, gram.data)).toBeLessThan(1e-12);
  expect(transpose(root)).toEqual(root);
  await expect(positivedefMatrixSqrt(fromRows([[-1]]))).rejects.toMatchObject({
    code: "not-positive-definite",
  });
});
