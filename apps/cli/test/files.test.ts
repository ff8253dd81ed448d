import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { encodeNpy } from "@svcca/io";
import { gaussianMatrix } from "@svcca/linalg/testing";
import { afterAll, expect, test } from "vitest";
import { svcca } from "./run.js";

const hdf5 = fileURLToPath(new URL("../../../packages/io/test/data/kinds.h5", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "svcca-files-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const json = (...args: string[]) => {
  const { stdout, stderr } = svcca(...args, "--format", "json");
  expect(stderr).toBe("");
  return JSON.parse(stdout);
};

const { data } = gaussianMatrix(90, 5, 1);
const net = join(folder, "net");
mkdirSync(net);
const x = join(net, "x.npy");
const y = join(net, "y.npy");
writeFileSync(x, encodeNpy({ shape: [90, 5], data }));
writeFileSync(y, encodeNpy({ shape: [90, 5], data: data.map((v, i) => v + Math.sin(i * i)) }));
for (const [i, [from, to]] of [
  [0, 40],
  [40, 41],
  [41, 90],
].entries()) {
  const part = data.subarray(from! * 5, to! * 5);
  writeFileSync(join(folder, `part-${i}.npy`), encodeNpy({ shape: [to! - from!, 5], data: part }));
}

test("shards compare as the whole does, to the same bits", () => {
  const shards = json("compare", join(folder, "part-*.npy"), y);
  const whole = json("compare", x, y);
  expect(shards.coefficients).toEqual(whole.coefficients);
  expect(shards.inputs[0]).toMatchObject({
    shape: [90, 5],
    sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
  });
});

test("inspect lists folders and groups, and says what it leaves out", () => {
  const names = (target: string) =>
    json("inspect", target).arrays.map(({ array }: { array: string }) => array);
  expect(names(net)).toEqual(["x", "y"]);
  expect(names(`${hdf5}:net/latest`)).toEqual(["conv2", "conv10"]);
  const { status, stderr, stdout } = svcca("inspect", hdf5);
  expect(status).toBe(0);
  expect(stderr).toMatch(/^svcca: left out: .*kinds\.h5:ids: holds text, not numbers/);
  expect(stdout).toMatch(/stored\/gzip +\(64, 12\) +<f4 +0 NaN, 0 Inf +0 constant\n/);
  const { skipped } = JSON.parse(svcca("inspect", hdf5, "--format", "json").stdout);
  expect(skipped.map(({ array }: { array: string }) => array)).toEqual(["ids", "tags"]);
});

test("layers in HDF5 compare, with the layout that the file names", () => {
  const conv = `${hdf5}:net/latest/conv2`;
  const { neurons } = json("compare", conv, conv, "--spatial", "datapoints", "--quiet");
  expect(neurons).toEqual({ x: 4, y: 4 });
});
