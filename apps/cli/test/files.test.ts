import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { encodeNpy, encodeNpz } from "@svcca/io";
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

test("inspect escapes what a terminal would obey in the name of an array", () => {
  const path = join(folder, "names.npz");
  const data = Float32Array.of(1, 2);
  writeFileSync(path, encodeNpz({ "a\nb\u001b[2J": { shape: [2, 1], data } }));
  const { stdout } = svcca("inspect", path);
  expect(stdout).toContain("a\\x0ab\\x1b[2J");
  expect(stdout.split("\n").length).toBe(2);
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

test("convert goes through every format and back, and compares as before", () => {
  let from = net;
  for (const name of ["1.h5", "2.safetensors", "3.npz"]) {
    const to = join(folder, name);
    expect(svcca("convert", from, to)).toMatchObject({ status: 0, stdout: "", stderr: "" });
    from = to;
  }
  const before = json("compare", x, y);
  const after = json("compare", `${from}:x`, `${from}:y`);
  expect(after.coefficients).toEqual(before.coefficients);

  const rows = join(folder, "rows.npy");
  const { status } = svcca("convert", `${from}:x`, rows, "--rows", "10:30:2", "--dtype", "float32");
  expect(status).toBe(0);
  expect(json("inspect", rows).arrays[0]).toMatchObject({ shape: [10, 5], dtype: "<f4" });
});

test("convert says what gets lost, and what cannot be", () => {
  const to = join(folder, "lost.npz");
  const { status, stderr } = svcca("convert", `${hdf5}:net`, to);
  expect({ status, stderr }).toEqual({
    status: 0,
    stderr: "svcca: npy and npz have no place for the layout (epoch_3/conv2: NCHW)\n",
  });
  const again = svcca("convert", `${hdf5}:net`, to, "--quiet");
  expect(again).toMatchObject({
    status: 1,
    stderr: expect.stringMatching(/write over it with --force\n$/),
  });
  expect(svcca("convert", `${hdf5}:net`, to, "--force", "--quiet")).toMatchObject({
    status: 0,
    stderr: "",
  });
  expect(svcca("convert", net, join(folder, "net.npy"))).toMatchObject({ status: 2 });
  expect(svcca("convert", net, join(folder, "net.xyz")).stderr).toMatch(/ends in \.npy, \.npz/);
  expect(svcca("convert", `${hdf5}:ids`, join(folder, "ids.npy")).stderr).toMatch(/holds text/);
  expect(readdirSync(folder).filter((name) => name.endsWith(".tmp"))).toEqual([]);
});
