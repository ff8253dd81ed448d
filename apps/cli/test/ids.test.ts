import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { encodeNpy } from "@svcca/io";
import { gaussianMatrix } from "@svcca/linalg/testing";
import { afterAll, expect, test } from "vitest";
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
