import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { encodeNpy, encodeNpz } from "@svcca/io";
import { gaussianMatrix } from "@svcca/linalg/testing";
import { afterAll, describe, expect, test } from "vitest";
import { svcca } from "./run.js";

const folder = mkdtempSync(join(tmpdir(), "svcca-cli-ids-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const [rows, width] = [80, 4];
const { data: x } = gaussianMatrix(rows, width, 1);
const y = x.map((value, i) => value + Math.sin(i * i));

function write(name: string, shape: number[], data: Float64Array | Int32Array): string {
  const path = join(folder, name);
  writeFileSync(path, encodeNpy({ shape, data }));
  return path;
}
const layer = (name: string, data: Float64Array) => write(name, [data.length / width, width], data);
const ids = (name: string, list: number[]) => write(name, [list.length], Int32Array.from(list));
const order = Array.from({ length: rows }, (_, i) => (i * 37) % rows);
const picked = (data: Float64Array, list: number[]) =>
  Float64Array.from(list.flatMap((i) => Array.from(data.subarray(i * width, (i + 1) * width))));

const X = layer("x.npy", x);
const idsX = ids(
  "ids-x.npy",
  Array.from({ length: rows }, (_, i) => 1000 + i),
);
const shuffled = layer("y.npy", picked(y, order));
const idsY = ids(
  "ids-y.npy",
  order.map((i) => 1000 + i),
);

const compare = (...args: string[]) => svcca("compare", ...args, "--format", "json");
const plain = JSON.parse(compare(X, layer("y-plain.npy", y)).stdout);

test("datapoints in another order are refused, or brought together", () => {
  const refused = compare(X, shuffled, "--ids", idsX, "--ids-y", idsY);
  expect(refused).toMatchObject({ status: 1, stdout: "" });
  expect(refused.stderr).toMatch(
    /row 1 is "1001" in x, "1037" in y; align them with --align-ids\n$/,
  );
  const { stdout, stderr } = compare(X, shuffled, "--ids", idsX, "--ids-y", idsY, "--align-ids");
  expect(stderr).toBe("");
  expect(JSON.parse(stdout).coefficients).toEqual(plain.coefficients);
  const same = compare(X, X, "--ids", idsX, "--ids-y", idsX);
  expect(same.status).toBe(0);
});

test("datapoints that only one side has are left out, and counted", () => {
  const half = order.slice(0, 50);
  const Y = layer("half.npy", picked(y, half));
  const idsHalf = ids(
    "ids-half.npy",
    half.map((i) => 1000 + i),
  );
  const { stdout, stderr } = compare(X, Y, "--ids", idsX, "--ids-y", idsHalf, "--align-ids");
  expect(stderr).toBe(
    "svcca: 30 datapoints of X and 0 of Y have no counterpart, and are left out\n",
  );
  const { datapoints, inputs } = JSON.parse(stdout);
  expect(datapoints).toBe(50);
  expect(inputs.map(({ dropped }: { dropped: number }) => dropped)).toEqual([30, 0]);
  // --rows counts what is left.
  const args = ["--ids", idsX, "--ids-y", idsHalf, "--align-ids", "--rows", ":20", "--quiet"];
  expect(JSON.parse(compare(X, Y, ...args).stdout).datapoints).toBe(20);
});

test("ids of one side, of another length, or that nobody has are one line", () => {
  expect(compare(X, shuffled, "--ids", idsX)).toMatchObject({
    status: 2,
    stderr: expect.stringMatching(/both are needed: --ids for X and --ids-y for Y\n$/),
  });
  const few = ids("few.npy", [1, 2]);
  expect(compare(X, shuffled, "--ids", few, "--ids-y", idsY)).toMatchObject({
    status: 2,
    stderr: expect.stringMatching(/x\.npy: 2 ids for 80 datapoints; give one for each\n$/),
  });
});

describe("studies", () => {
  const values = (...args: string[]) => {
    const { status, stdout, stderr } = svcca(...args, "--format", "json");
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    return JSON.parse(stdout);
  };
  const both = ["--ids", idsX, "--ids-y", idsY];
  const straight = layer("y-straight.npy", y);

  test("grid: other orders are refused, or brought together", () => {
    const refused = svcca("grid", X, shuffled, ...both);
    expect(refused).toMatchObject({ status: 1, stdout: "" });
    expect(refused.stderr).toMatch(/row 1 is "1001" in x, "1037" in y/);
    const found = values("grid", X, shuffled, ...both, "--align-ids");
    expect(found.values).toEqual(values("grid", X, straight).values);
    expect(found.inputs.map(({ dropped }: { dropped: number }) => dropped)).toEqual([0, 0]);
  });

  test("dynamics: the checkpoints against --final", () => {
    const found = values("dynamics", X, X, "--final", shuffled, ...both, "--align-ids");
    const straightly = values("dynamics", X, X, "--final", straight);
    expect(found.checkpoints.map((one: { values: number[][] }) => one.values)).toEqual(
      straightly.checkpoints.map((one: { values: number[][] }) => one.values),
    );
    expect(svcca("dynamics", X, shuffled, ...both, "--align-ids").stderr).toMatch(
      /--ids-y names the datapoints of --final, which is not given/,
    );
  });

  test("groups: the first against the others", () => {
    const [one, other] = [x, picked(y, order)].map((values, i) => {
      const file = join(folder, `net-${i}.npz`);
      writeFileSync(file, encodeNpz({ fc1: { shape: [rows, width], data: values } }));
      return file;
    });
    const found = values("groups", one!, "+", other!, ...both, "--align-ids", "--names", "a,b");
    expect(found.comparisons[0].values).toEqual(values("grid", X, straight).values);
  });

  test("classes and align: the labels come along", () => {
    const classOf = (i: number) => (i * i) % 3;
    const inOrder = ids(
      "labels.npy",
      order.map((_, i) => classOf(i)),
    );
    const mixed = ids("labels-mixed.npy", order.map(classOf));
    const found = values("classes", X, "--labels", mixed, ...both, "--align-ids");
    expect(found.values).toEqual(values("classes", X, "--labels", inOrder).values);
    // Half of Y's datapoints only: the labels of X follow.
    const half = order.slice(0, 40);
    const Y = layer("y-half.npy", picked(y, half));
    const idsHalf = ids(
      "ids-y-half.npy",
      half.map((i) => 1000 + i),
    );
    const args = ["--labels", inOrder, "--ids", idsX, "--ids-y", idsHalf, "--align-ids", "--quiet"];
    const { labels, datapoints } = values("align", X, Y, ...args);
    expect(datapoints).toBe(40);
    expect(labels).toEqual([...half].sort((i, j) => i - j).map(classOf));
  });

  test("an interrupted run of other identifiers is not gone on with", () => {
    const output = join(folder, "grid.json");
    const run = ["grid", X, shuffled, ...both, "--align-ids", "-o", output, "--quiet"];
    expect(svcca(...run).status).toBe(0);
    rmSync(output);
    const header = (hash: string) =>
      JSON.stringify({
        command: "grid",
        version: "0.0.0",
        backend: "wasm",
        options: { ids: hash },
        inputs: [],
      });
    writeFileSync(`${output}.partial`, `${header("other")}\n`);
    expect(svcca(...run).stderr).toMatch(/the options was .*"ids":"other"/);
  });
});
