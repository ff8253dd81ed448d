import { expect, test } from "vitest";
import { a, b, svcca } from "./run.js";

const json = (...args: string[]) => {
  const { stdout, stderr } = svcca("compare", a, b, "--format", "json", ...args);
  expect(stderr).toBe("");
  return JSON.parse(stdout);
};

test("auto takes wasm, and the result says so", () => {
  expect(json().backend).toBe("wasm");
  expect(json("--backend", "reference").backend).toBe("reference");
});

test("every backend and any number of threads gives the same coefficients to 1e-10", () => {
  const expected = json("--backend", "reference").coefficients;
  for (const args of [
    ["--backend", "wasm"],
    ["--backend", "native"],
    ["--threads", "1"],
    ["--threads", "3"],
  ]) {
    const { coefficients } = json(...args);
    expect(coefficients).toHaveLength(expected.length);
    coefficients.forEach((value: number, i: number) => {
      expect(Math.abs(value - expected[i])).toBeLessThanOrEqual(1e-10);
    });
  }
});

test("threads that cannot be are a usage error of one line", () => {
  const zero = svcca("compare", a, b, "--threads", "0");
  expect(zero).toMatchObject({ status: 2, stdout: "" });
  expect(zero.stderr).toContain("Give a whole number from 1.");
  const reference = svcca("compare", a, b, "--threads", "2", "--backend", "reference");
  expect(reference).toMatchObject({ status: 2, stdout: "" });
  expect(reference.stderr).toBe(
    "svcca: --threads 2: the reference backend runs on one thread; leave it out, or use --backend wasm\n",
  );
});

test("float32 products are said in the result, cost little, and are the wasm backend's alone", () => {
  const expected = json().similarity;
  const result = json("--precision", "float32");
  expect(result).toMatchObject({ backend: "wasm-float32", options: { precision: "float32" } });
  expect(Math.abs(result.similarity - expected)).toBeLessThan(1e-6);
  expect(json("--wide").similarity).toBe(expected);
  expect(json("--no-wide").similarity).toBe(expected);
  const reference = ["compare", a, b, "--backend", "reference"];
  expect(svcca(...reference, "--precision", "float32").stderr).toBe(
    "svcca: --precision float32: the reference backend computes in float64; leave it out, or use --backend wasm\n",
  );
  expect(svcca(...reference, "--wide").status).toBe(2);
});
