import { describe, expect, test } from "vitest";
import { a, b, data, svcca } from "./run.js";

describe("compare", () => {
  test("prints one JSON document with the keys that programs rely on", () => {
    const { status, stdout, stderr } = svcca("compare", a, b, "--format", "json");
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    const document = JSON.parse(stdout);
    expect(Object.keys(document)).toEqual([
      "schemaVersion",
      "command",
      "measure",
      "similarity",
      "coefficients",
      "kept",
      "datapoints",
      "neurons",
      "options",
      "backend",
      "warnings",
      "significance",
      "inputs",
      "version",
    ]);
    // By NumPy, from the same files: SVD, 99 % of the squared singular values, QR, SVD.
    expect(document.similarity).toBeCloseTo(0.56, 2);
    expect(document.kept).toEqual({ x: 24, y: 22 });
    expect(document.inputs[0]).toMatchObject({ array: "fc1", shape: [500, 32], dtype: "<f2" });
  });

  test("text names the noise floor; csv has a line for each coefficient", () => {
    expect(svcca("compare", a, b).stdout).toMatch(
      /^SVCCA similarity {2}0\.5\d{3} {3}\(unrelated layers: about 0\.1\d{3}\)\n/,
    );
    const { stdout } = svcca("compare", a, b, "--format", "csv", "--measure", "cca");
    expect(stdout.split("\n").length).toBe(34);
  });

  test("--exact agrees with streaming; --fail-under exits with 3", () => {
    const similarity = (...more: string[]) =>
      JSON.parse(svcca("compare", a, b, "--format", "json", ...more).stdout).similarity;
    expect(Math.abs(similarity() - similarity("--exact"))).toBeLessThan(1e-10);
    expect(svcca("compare", a, b, "--fail-under", "0.9").status).toBe(3);
    expect(svcca("compare", a, a, "--fail-under", "0.999").status).toBe(0);
  });

  test("usage errors are one line and exit with 2", () => {
    for (const [args, message] of [
      [["compare", a, b, "--variance", "2"], /--variance <share>.* Give a number above 0, up to 1/],
      [
        ["compare", a, b, "--varianse", "0.9"],
        /unknown option '--varianse'.*Did you mean --variance/,
      ],
      [["compare", a, b, "--variance", "0.9", "--components", "3"], /cannot be used with option/],
      [
        ["compare", a, b, "--measure", "cca", "--components", "3"],
        /--components 3 is for --measure svcca or pwcca, not cca/,
      ],
      [["compare", a], /missing required argument 'Y'/],
    ] as const) {
      const { status, stdout, stderr } = svcca(...args);
      expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
      expect(stderr).toMatch(message);
      expect(stderr.trimEnd()).not.toContain("\n");
    }
    expect(svcca().status).toBe(2);
  });

  test("data errors are one line and exit with 1", () => {
    for (const [args, message] of [
      [[a, "nowhere.npy"], /nowhere\.npy: no such file/],
      [[a, `${data}net-a-100.npz:none`], /no array "none"; it holds bn1/],
    ] as const) {
      const { status, stdout, stderr } = svcca("compare", ...args);
      expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
      expect(stderr).toMatch(message);
      expect(stderr.trimEnd()).not.toContain("\n");
    }
  });
});

test("inspect lists every array with its counts", () => {
  const { status, stdout } = svcca("inspect", `${data}net-a-000.npz`, "--format", "json");
  expect(status).toBe(0);
  const { arrays } = JSON.parse(stdout);
  expect(arrays.length).toBe(9);
  expect(arrays.find(({ array }: { array: string }) => array === "fc1")).toMatchObject({
    shape: [500, 32],
    dtype: "<f2",
    finite: 16000,
    nan: 0,
    inf: 0,
    constantColumns: 3,
  });
});
