import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openFile, WRITE_DTYPES, writeArrays } from "@svcca/io/node";
import type { ArraySource } from "@svcca/linalg";
import { afterAll, describe, expect, test } from "vitest";
import { fromFloat16, toFloat16 } from "../src/values/float16.js";

const folder = mkdtempSync(join(tmpdir(), "svcca-write-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const ENDINGS = [".npz", ".h5", ".safetensors"];

/** A source of values by their number. */
function source(
  shape: number[],
  dtype: string,
  value: (i: number) => number,
  attributes: Record<string, string> = {},
): ArraySource {
  const parts = dtype[1] === "c" ? 2 : 1;
  const width = shape.slice(1).reduce((product, n) => product * n, parts);
  const wide = /f8|[iu][48]|c16/.test(dtype);
  const Type = (wide ? Float64Array : Float32Array) as Float64ArrayConstructor;
  return {
    name: "made",
    shape,
    dtype,
    attributes,
    read: async (start, end) =>
      Type.from({ length: (end - start) * width }, (_, i) => value(start * width + i)),
  };
}

const small = (i: number) => (7 * i) % 31;
const stored = ["<f4", ">f8", "<f2", "|i1", ">i2", "<i4", "<i8", "|u1", "<u2", "<u4", "<u8", "|b1"];
const bits = (dtype: string) => (dtype === "|b1" ? (i: number) => small(i) % 2 : small);

async function readAll(path: string) {
  const file = await openFile(path);
  const found: Record<string, { shape: readonly number[]; dtype: string; values: number[] }> = {};
  for (const { array, open } of file.arrays) {
    const { shape, dtype, read } = await open();
    found[array] = { shape, dtype, values: Array.from(await read(0, shape[0] ?? 1)) };
  }
  await file.close();
  return found;
}

describe("writing", () => {
  test.each(ENDINGS)("%s: every type and shape comes back equal", async (ending) => {
    const path = join(folder, `all${ending}`);
    const arrays = stored.map((dtype) => ({
      name: `types/${dtype.slice(1)}`,
      source: source([5, 3], dtype, bits(dtype)),
    }));
    const more = [[], [4], [0, 3], [2, 3, 2, 2]].map((shape) => ({
      name: `shape-${shape.join("x")}`,
      source: source(shape, "<f4", small),
    }));
    const complex = { name: "complex", source: source([3, 2], ">c8", small) };
    await writeArrays(path, [...arrays, ...more, complex]);
    const found = await readAll(path);
    expect(Object.keys(found).length).toBe(arrays.length + more.length + 1);
    for (const { name, source: wanted } of [...arrays, ...more, complex]) {
      const values = Array.from(await wanted.read(0, wanted.shape[0] ?? 1));
      expect(found[name], name).toMatchObject({ shape: wanted.shape, values });
      const widened = ending === ".h5" ? { "<f2": "<f4", "|b1": "|u1" } : {};
      const little = wanted.dtype.replace(">", "<");
      expect(found[name]!.dtype).toBe(widened[little as keyof typeof widened] ?? little);
    }
  });

  test.each(WRITE_DTYPES)("as %s", async (dtype) => {
    const value = dtype === "bool" ? (i: number) => i % 2 : small;
    for (const ending of [".npy", ".npz"]) {
      const path = join(folder, `as-${dtype}${ending}`);
      await writeArrays(path, [{ name: "x", source: source([4, 2], "<f8", value) }], { dtype });
      const [found] = Object.values(await readAll(path));
      expect(found!.values).toEqual(Array.from({ length: 8 }, (_, i) => value(i)));
      expect(found!.dtype).toBe(
        `${/8$|bool/.test(dtype) ? "|" : "<"}${dtype[0]}${dtype === "bool" ? 1 : Number(/\d+/.exec(dtype)) / 8}`,
      );
    }
  });

  test("many blocks, compressed too, with progress to the last byte", async () => {
    const long = source([30_000, 90], "<f4", (i) => i % 64);
    const wanted = Buffer.from((await long.read(0, 30_000)).buffer);
    for (const [ending, compress] of [
      [".npy", false],
      [".npz", false],
      [".npz", true],
      [".h5", false],
      [".h5", true],
      [".safetensors", false],
    ] as const) {
      const path = join(folder, `long-${compress}${ending}`);
      const steps: number[] = [];
      await writeArrays(path, [{ name: "a", source: long }], {
        compress,
        onProgress: (done, total) => steps.push(done / total),
      });
      expect(steps.length).toBeGreaterThan(2);
      expect(steps.at(-1)).toBe(1);
      const file = await openFile(path);
      const { read } = await file.arrays[0]!.open();
      expect(Buffer.from((await read(0, 30_000)).buffer).equals(wanted), path).toBe(true);
      await file.close();
      const { length } = readFileSync(path);
      expect(length < wanted.length / 2).toBe(compress);
    }
  });

  test("the layout stays with HDF5 and safetensors", async () => {
    for (const ending of [".h5", ".safetensors"]) {
      const path = join(folder, `layout${ending}`);
      const conv = source([2, 3, 2, 2], "<f4", small, { layout: "NCHW", note: "é" });
      await writeArrays(path, [{ name: "net/conv", source: conv }]);
      const file = await openFile(path);
      const { attributes } = await file.arrays[0]!.open();
      expect(attributes).toMatchObject({ layout: "NCHW" });
      if (ending === ".h5") expect(attributes.note).toBe("é");
      await file.close();
    }
  });

  const refused: [string, string, ArraySource, object, RegExp][] = [
    ["a fraction as int", "a.npy", source([2], "<f4", () => 0.5), { dtype: "int8" }, /0\.5 cannot/],
    ["too much for int8", "a.npy", source([2], "<f4", () => 128), { dtype: "int8" }, /128 cannot/],
    ["a negative as uint", "a.h5", source([2], "<f4", () => -1), { dtype: "uint64" }, /-1 cannot/],
    ["overflow", "a.npz", source([2], "<f8", () => 65520), { dtype: "float16" }, /65520 cannot/],
    [
      "overflow of float32",
      "a.npz",
      source([2], "<f8", () => 1e39),
      { dtype: "float32" },
      /1e\+39/,
    ],
    ["NaN as int", "a.npz", source([2], "<f8", () => Number.NaN), { dtype: "int32" }, /NaN cannot/],
    ["complex as float", "a.npz", source([2], "<c8", small), { dtype: "float32" }, /complex/],
    ["an ending", "a.txt", source([2], "<f4", small), {}, /ends in \.npy, \.npz/],
    ["compressed npy", "a.npy", source([2], "<f4", small), { compress: true }, /not compressed/],
    ["no folder", "no/a.npy", source([2], "<f4", small), {}, /cannot be written \(ENOENT\)/],
  ];
  test.each(refused)("refuses %s, and leaves nothing", async (_, name, array, options, message) => {
    const place = mkdtempSync(join(folder, "refused-"));
    await expect(
      writeArrays(join(place, name), [{ name: "x", source: array }], options),
    ).rejects.toMatchObject({ name: "SvccaError", message: expect.stringMatching(message) });
    expect(readdirSync(place)).toEqual([]);
  });

  test("names that a format cannot have are refused", async () => {
    const x = source([2], "<f4", small);
    const named = (...names: string[]) => names.map((name) => ({ name, source: x }));
    const path = (ending: string) => join(folder, `names${ending}`);
    await expect(writeArrays(path(".npy"), named("a", "b"))).rejects.toThrow(/holds one array/);
    await expect(writeArrays(path(".npz"), named("a", "a"))).rejects.toThrow(
      /two arrays are called/,
    );
    await expect(writeArrays(path(".npz"), named("../a"))).rejects.toThrow(/no name for an entry/);
    await expect(writeArrays(path(".h5"), named("a", "a/b"))).rejects.toThrow(/"a" is an array/);
    await expect(writeArrays(path(".h5"), named("a//b"))).rejects.toThrow(/no path in an HDF5/);
    await expect(writeArrays(path(".safetensors"), named("__metadata__"))).rejects.toThrow(
      /no such/,
    );
  });

  test.each([".npy", ...ENDINGS])(
    "%s: an error or an abort on the way leaves the old file",
    async (ending) => {
      const place = mkdtempSync(join(folder, "abort-"));
      const path = join(place, `x${ending}`);
      const fine = [{ name: "x", source: source([3], "<f4", small) }];
      await writeArrays(path, fine);
      const before = readFileSync(path);
      await expect(writeArrays(path, fine)).rejects.toMatchObject({ code: "exists" });
      const broken = source([3_000_000], "<f4", small);
      const read = broken.read;
      const failing = {
        ...broken,
        async read(start: number, end: number) {
          if (start > 0) throw new Error("the disk is on fire");
          return read(start, end);
        },
      };
      await expect(
        writeArrays(path, [{ name: "x", source: failing }], { force: true }),
      ).rejects.toThrow("on fire");
      expect(readFileSync(path).equals(before)).toBe(true);
      expect(readdirSync(place)).toEqual([`x${ending}`]);
      await writeArrays(path, [{ name: "x", source: source([9], "<f4", small) }], { force: true });
      expect(Object.values(await readAll(path))[0]!.shape).toEqual([9]);
    },
  );
});

test("float16 is the nearest, ties to even, of every number", () => {
  for (let pattern = 0; pattern < 65536; pattern++) {
    const value = fromFloat16(pattern);
    if (Number.isNaN(value)) expect(Number.isNaN(fromFloat16(toFloat16(value)))).toBe(true);
    else if (toFloat16(value) !== pattern) expect(toFloat16(value)).toBe(pattern);
    const next = fromFloat16(pattern + 1 < 65536 ? pattern + 1 : pattern);
    if (!Number.isFinite(value) || !Number.isFinite(next) || value === 0) continue;
    const middle = (value + next) / 2;
    const even = pattern % 2 === 0 ? pattern : pattern + 1;
    if (toFloat16(middle) !== even) expect(toFloat16(middle)).toBe(even);
    const above = middle + (next - middle) * 2 ** -40;
    if (toFloat16(above) !== pattern + 1) expect(toFloat16(above)).toBe(pattern + 1);
  }
  expect(toFloat16(65519.99)).toBe(0x7bff);
  expect(toFloat16(65520)).toBe(0x7c00);
  expect(toFloat16(-1e-9)).toBe(0x8000);
});

// NumPy and h5py have the last word on what was written; absent for many people.
const python = ["python3", "/usr/bin/python3"].find(
  (command) => spawnSync(command, ["-c", "import numpy, h5py"]).status === 0,
);
test.skipIf(!python)("numpy and h5py read what was written (skipped without them)", async () => {
  const place = join(folder, "python");
  mkdirSync(place);
  const arrays = stored.map((dtype) => ({
    name: dtype.slice(1),
    source: source([40, 3], dtype, bits(dtype)),
  }));
  const complex = { name: "c16", source: source([40, 3], "<c16", small) };
  for (const [i, compress] of [false, true].entries()) {
    await writeArrays(join(place, `${i}.npz`), [...arrays, complex], { compress });
    await writeArrays(join(place, `${i}.h5`), [...arrays, complex], { compress });
  }
  for (const array of arrays) await writeArrays(join(place, `${array.name}.npy`), [array]);
  const script = join(place, "check.py");
  writeFileSync(
    script,
    `
import glob, os, sys, h5py, numpy as np
os.chdir(sys.argv[1])
count = 0
def check(name, array):
    global count
    n = 7 * np.arange(240 if name == "c16" else 120) % 31
    if name == "b1": n %= 2
    wanted = (n[0::2] + 1j * n[1::2] if name == "c16" else n).reshape(40, 3)
    assert array.shape == (40, 3) and (array == wanted).all(), name
    count += 1
for path in glob.glob("*.npy"):
    array = np.load(path, allow_pickle=False)
    assert array.dtype == np.dtype(path[:-4]), path
    check(path[:-4], array)
for path in glob.glob("*.npz"):
    for name, array in np.load(path, allow_pickle=False).items():
        assert array.dtype == np.dtype(name), name
        check(name, array)
for path in glob.glob("*.h5"):
    with h5py.File(path) as f:
        for name in f: check(name, f[name][:])
print(count)
`,
  );
  const { stdout, stderr } = spawnSync(python!, [script, place], { encoding: "utf8" });
  expect(stderr).toBe("");
  expect(Number(stdout)).toBe(12 + 4 * 13);
});
