import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { openArray, openFile } from "@svcca/io/node";
import { describe, expect, test } from "vitest";

/** Files that NumPy wrote, and broken ones, beside the checkout; absent for most people. */
const folder = fileURLToPath(new URL("../../../../shared/formats/", import.meta.url));
const here = existsSync(`${folder}manifest.json`);
const manifest = here
  ? JSON.parse(readFileSync(`${folder}manifest.json`, "utf8"))
  : { good: {}, bad: {} };

interface Expected {
  shape: number[];
  dtype: string;
  first: (number | string)[];
  last: number | string | null;
  sum: number | string;
  fortran_order?: boolean;
}

/** A number, or a complex number as Python prints it, as its parts. */
function parts(value: number | string): number[] {
  if (typeof value === "number") return [value];
  const [, re, im] = /^\((.+?)([+-][^+-]*(?:e[+-]\d+)?)j\)$/.exec(value)!;
  return [Number(re), Number(im)];
}

describe.skipIf(!here)("files that NumPy and friends wrote read as the manifest says", () => {
  const good = Object.entries(manifest.good as Record<string, Expected>);

  test("every array of every file is looked at", async () => {
    expect(good.length).toBeGreaterThanOrEqual(52);
    const names: string[] = [];
    for (const name of readdirSync(`${folder}good`)) {
      const file = await openFile(`${folder}good/${name}`);
      const single = name.endsWith(".npy");
      names.push(...file.arrays.map(({ array }) => `good/${name}${single ? "" : `:${array}`}`));
      await file.close();
    }
    expect(names.sort()).toEqual(good.map(([name]) => name).sort());
  });

  test.each(good)("%s", async (name, expected) => {
    const { source, close } = await openArray(folder + name);
    expect(source.shape).toEqual(expected.shape);
    expect(source.dtype).toBe(expected.dtype);
    expect(source.fortranOrder).toBe(expected.fortran_order ?? false);
    const rows = source.shape[0] ?? 1;
    const values = await source.read(0, rows);
    const first = expected.first.flatMap(parts);
    expect(Array.from(values.subarray(0, first.length))).toEqual(first);
    const width = expected.dtype.includes("c") ? 2 : 1;
    if (expected.last !== null)
      expect(Array.from(values.slice(-width))).toEqual(parts(expected.last));
    parts(expected.sum).forEach((sum, part) => {
      const ours = Array.from(values)
        .filter((_, i) => i % width === part)
        .reduce((a, b) => a + b, 0);
      expect(Math.abs(ours - sum)).toBeLessThanOrEqual(1e-5 * (1 + Math.abs(sum)));
    });
    // In blocks, forwards and then backwards, as in one go.
    const blocks = Array.from({ length: Math.ceil(rows / 3) }, (_, i) => i * 3);
    for (const order of [blocks, [...blocks].reverse()]) {
      for (const start of order) {
        const end = Math.min(start + 3, rows);
        const perRow = values.length / rows;
        const part = values.subarray(start * perRow, end * perRow);
        expect(Array.from(await source.read(start, end))).toEqual(Array.from(part));
      }
    }
    await close();
  });
});

describe.skipIf(!here)("broken files are one typed error of one line", () => {
  const messages: Record<string, RegExp> = {
    "truncated.npy": /cut short: shape \(.*\) of .* takes \d+ bytes, \d+ are there/,
    "empty-file.npy": /the file is empty/,
    "not-numpy.npy": /not an npy file/,
    "header-cut.npy": /the header should take \d+ bytes, \d+ are there/,
    "huge-shape.npy": /cut short/,
    "pickled-objects.npy": /pickled Python objects, which are never read/,
    "trailing-garbage.npz": /not a whole zip archive/,
    "no-arrays.npz": /holds no \.npy entry/,
    "truncated.h5": /cut short: the file should have \d+ bytes, \d+ are there/,
    "not-hdf5.h5": /damaged, HDF5 cannot open it/,
    "header-too-long.safetensors": /the header should take \d+ bytes, 2 are there/,
  };
  test.each(Object.entries(messages))("%s", async (name, message) => {
    const error = await openArray(`${folder}bad/${name}`).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ name: "SvccaError", message: expect.stringMatching(message) });
    expect((error as Error).message).not.toContain("\n");
  });

  test("every one of them was looked at", () => {
    const readable = ["nan.npy", "constant.npy", "fewer-rows-than-neurons.npy"];
    const names = Object.keys(manifest.bad).map((n) => n.slice("bad/".length));
    expect(names.sort()).toEqual(readdirSync(`${folder}bad`).sort());
    expect(names.sort()).toEqual([...Object.keys(messages), ...readable].sort());
  });
});
