import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { openArray, openFile } from "@svcca/io/node";
import { afterAll, describe, expect, test } from "vitest";

const data = fileURLToPath(new URL("./data/", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "svcca-holes-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Whether the rows read as ones; false when they are refused as never written. */
async function isWritten(target: string, ranges: readonly (readonly [number, number])[]) {
  const { source, close } = await openArray(target).catch((error: Error) => {
    expect(error.message).toMatch(/never written/);
    return { source: undefined, close: async () => {} };
  });
  const found: boolean[] = [];
  for (const [start, end] of ranges) {
    const values = await source?.read(start, end).catch((error: Error) => {
      expect(error).toMatchObject({ code: "format" });
      expect(error.message).toMatch(/never written; write the file again$/);
    });
    expect(values?.every((value) => value === 1) ?? true).toBe(true);
    found.push(values !== undefined);
  }
  await close();
  return found;
}

describe("rows that were never written are refused, where HDF5 gives zeros", () => {
  /** Rows that lack nothing, and then rows around the one chunk that is missing. */
  const places: Record<string, [number, number][]> = {
    fixed: [
      [0, 14],
      [21, 40],
      [14, 21],
      [20, 21],
      [0, 40],
    ],
    growing: [
      [0, 250],
      [251, 300],
      [250, 251],
      [249, 251],
      [0, 300],
    ],
    sideways: [
      [0, 3],
      [6, 12],
      [3, 4],
      [0, 4],
      [5, 12],
    ],
    both: [
      [0, 17],
      [18, 30],
      [17, 18],
      [16, 18],
      [0, 30],
    ],
  };
  const wanted = [true, true, false, false, false];

  test.each(["fixed", "fixed_gzip", "growing", "sideways", "both"])(
    "%s, in the index of the newer format",
    async (name) => {
      const ranges = places[name.replace("_gzip", "")]!;
      expect(await isWritten(`${data}holes-new.h5:${name}`, ranges)).toEqual(wanted);
    },
  );

  test("the same in the index of the older format", async () => {
    for (const name of ["fixed", "fixed_gzip"]) {
      expect(await isWritten(`${data}holes-old.h5:${name}`, places.fixed!)).toEqual(wanted);
    }
    const ranges = [
      [0, 66],
      [67, 70],
      [66, 67],
      [60, 67],
      [0, 70],
    ] as [number, number][];
    expect(await isWritten(`${data}holes-old.h5:growing`, ranges)).toEqual(wanted);
  });

  test.each(["holes-old.h5", "holes-new.h5"])("%s: a dataset without any value", async (file) => {
    expect(await isWritten(`${data}${file}:one`, [[0, 5]])).toEqual([false]);
    expect(await isWritten(`${data}${file}:one_gzip`, [[4, 5]])).toEqual([false]);
    // In one piece, which HDF5 places when it is written to.
    expect(await isWritten(`${data}${file}:small`, [[0, 3]])).toEqual([false]);
    // Zeros that were written are data.
    const { source, close } = await openArray(`${data}${file}:zeros`);
    expect(await source.read(0, 2)).toEqual(new Float32Array(4));
    await close();
  });

  test("an index that names a chunk twice, or out of order, is no index", async () => {
    const bytes = readFileSync(`${data}holes-old.h5`);
    const key = (row: number) => {
      const found = Buffer.alloc(24);
      found.writeUInt32LE(1, 0);
      found.writeUInt32LE(row, 8);
      return found;
    };
    for (const row of [65, 3, 66]) {
      const changed = Buffer.from(bytes);
      key(row).copy(changed, changed.indexOf(key(67)));
      const path = join(folder, `twice-${row}.h5`);
      writeFileSync(path, changed);
      const { source, close } = await openArray(`${path}:growing`);
      await expect(source.read(60, 70)).rejects.toThrow(
        row === 66 ? /never written/ : /the index of its chunks is not in order/,
      );
      await close();
    }
  });
});

describe("numbers that are divided in another way", () => {
  test("bfloat16 is read as what it is, in either order, under a name of its own too", async () => {
    // To 8 binary digits: 0.1 as 205 / 2048.
    const wanted = Float32Array.of(1, -2, 205 / 2048, 384, -(2 ** 99) * 1.578125, 0);
    for (const name of ["le", "be", "named"]) {
      const { source, close } = await openArray(`${data}odd-types.h5:${name}`);
      expect(source.dtype).toBe("<f4");
      expect(await source.read(0, 2)).toEqual(wanted);
      await close();
    }
    const { source, close } = await openArray(`${data}odd-types.h5:usual`);
    expect(await source.read(0, 1)).toEqual(Float32Array.of(1, -2, 0.1));
    await close();
  });

  test.each(["twelve", "shifted", "biased", "complex"])(
    "%s is refused: its bytes are no number of that size",
    async (name) => {
      await expect(openArray(`${data}odd-types.h5:${name}`)).rejects.toMatchObject({
        code: "unsupported",
        message: expect.stringMatching(/divided in a way of their own; write an array of usual/),
      });
    },
  );

  test("the rest of such a file is listed", async () => {
    const { arrays, close } = await openFile(`${data}odd-types.h5`);
    expect(arrays.length).toBe(8);
    await close();
  });
});

const python = ["python3", "/usr/bin/python3"].find(
  (command) => spawnSync(command, ["-c", "import numpy, h5py"]).status === 0,
);
test.skipIf(!python)(
  "random chunks of every index, as h5py writes them (skipped without it)",
  async () => {
    const { status, stderr } = spawnSync(python!, [`${data}random-holes.py`, folder], {
      encoding: "utf8",
    });
    expect(status, stderr).toBe(0);
    const truth: Record<string, { chunk: number; rows: boolean[] }> = JSON.parse(
      readFileSync(join(folder, "truth.json"), "utf8"),
    );
    expect(Object.keys(truth).length).toBe(89);
    for (const [name, { chunk, rows }] of Object.entries(truth)) {
      // Spread over the rows, and around the first places where holes begin and end.
      const edges = rows.flatMap((row, i) => (i > 0 && row !== rows[i - 1] ? [i, i - 1] : []));
      const spread = [0, 0.31, 0.62, 0.83].map((at) => Math.floor(at * rows.length));
      const ranges = [...spread, ...edges.slice(0, 30)].flatMap((at) =>
        [1, 2, 10].map((n) => [at, Math.min(at + n, rows.length)] as const),
      );
      const wanted = ranges.map(([from, to]) => rows.slice(from, to).every(Boolean));
      // The last chunk may reach beyond the last row.
      const found = await isWritten(
        join(folder, `${name}:d`),
        ranges.map(([from, to]) => [from * chunk, (to - 1) * chunk + 1] as const),
      );
      expect(found, name).toEqual(wanted);
    }
  },
  120_000,
);
