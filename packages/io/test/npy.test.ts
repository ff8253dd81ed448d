import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  concatRows,
  encodeNpy,
  fromBytes,
  naturalOrder,
  openNpy,
  parseTarget,
  pickRows,
} from "@svcca/io";
import { openArray } from "@svcca/io/node";
import { SvccaError } from "@svcca/linalg";
import fc from "fast-check";
import { describe, expect, test } from "vitest";

/** The bytes of an npy file with any header text. */
function npy(header: string, data: Uint8Array, version = 1): Uint8Array {
  const text = Buffer.from(header, version === 3 ? "utf8" : "latin1");
  const start = Buffer.alloc(version === 1 ? 10 : 12);
  start.write("\x93NUMPY", "latin1");
  start[6] = version;
  if (version === 1) start.writeUInt16LE(text.length, 8);
  else start.writeUInt32LE(text.length, 8);
  return new Uint8Array(Buffer.concat([start, text, data]));
}

const header = (descr: string, shape: string, fortran = "False") =>
  `{'descr': '${descr}', 'fortran_order': ${fortran}, 'shape': ${shape}, }\n`;
const bytesOf = (values: Float32Array) => new Uint8Array(values.buffer);
const read = async (bytes: Uint8Array) => {
  const source = await openNpy(fromBytes(bytes), "x.npy");
  return Array.from(await source.read(0, source.shape[0] ?? 1));
};
const six = bytesOf(new Float32Array([1, 2, 3, 4, 5, 6]));

describe("npy", () => {
  test("versions, key order, trailing commas, Python 2 integers, odd places in memory", async () => {
    for (const version of [1, 2, 3]) {
      expect(await read(npy(header("<f4", "(2, 3)"), six, version))).toEqual([1, 2, 3, 4, 5, 6]);
    }
    const odd = `{"shape": (2L, 3L), "fortran_order": False, "descr": "<f4"}  `;
    expect(await read(npy(odd, six))).toEqual([1, 2, 3, 4, 5, 6]);
  });

  test("Fortran order in any number of dimensions comes out in C order, whole or in blocks", () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 4 }),
        async (shape) => {
          const size = shape.reduce((a, b) => a * b, 1);
          // Value = its place in C order, stored where Fortran order puts it.
          const stored = new Float32Array(size);
          for (let c = 0; c < size; c++) {
            let rest = c;
            const index = [...shape].reverse().map((n) => {
              const i = rest % n;
              rest = Math.floor(rest / n);
              return i;
            });
            index.reverse();
            stored[index.reduceRight((offset, i, axis) => offset * shape[axis]! + i, 0)] = c;
          }
          const bytes = npy(header("<f4", `(${shape.join(", ")},)`, "True"), bytesOf(stored));
          const source = await openNpy(fromBytes(bytes), "x.npy");
          const whole = Array.from({ length: size }, (_, i) => i);
          expect(Array.from(await source.read(0, shape[0]!))).toEqual(whole);
          const width = size / shape[0]!;
          for (let row = 0; row < shape[0]!; row++) {
            expect(Array.from(await source.read(row, row + 1))).toEqual(
              whole.slice(row * width, (row + 1) * width),
            );
          }
        },
      ),
      { numRuns: 60, seed: 1 },
    ));

  const refused: [string, Uint8Array, string, RegExp][] = [
    [
      "a shape that lies",
      npy(header("<f4", "(2, 4)"), six),
      "format",
      /takes 32 bytes, 24 are there/,
    ],
    ["bytes behind the end", npy(header("<f4", "(2, 2)"), six), "format", /too long/],
    [
      "a shape beyond all memory",
      npy(header("<f8", "(4611686018427387904, 8)"), six),
      "format",
      /impossible shape|cut short/,
    ],
    ["a negative size", npy(header("<f4", "(-2, 3)"), six), "format", /an impossible shape/],
    ["text", npy(header("<U5", "(2, 3)"), six), "unsupported", /dtype "<U5" is not numeric/],
    [
      "records",
      npy("{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (6,)}", six),
      "unsupported",
      /records/,
    ],
    ["a header that is no dictionary", npy("import os", six), "format", /no dictionary/],
    [
      "code in the header",
      npy("{'descr': __import__('os'), 'fortran_order': False, 'shape': (6,)}", six),
      "format",
      /no dictionary/,
    ],
    [
      "a key that comes twice",
      npy(header("<f4", "(6,), 'shape': (2, 3)"), six),
      "format",
      /no dictionary/,
    ],
    [
      "a key that NumPy does not know",
      npy(header("<f4", "(6,), 'order': 1"), six),
      "format",
      /an unknown "order"/,
    ],
    [
      "more rows of nothing than a loop ends over",
      npy(header("<f4", "(9007199254740991, 0)"), new Uint8Array(0)),
      "format",
      /impossible shape \(9007199254740991, 0\) for an array without values/,
    ],
    [
      "more columns of nothing than memory",
      npy(header("<f4", "(0, 99999999999)", "True"), new Uint8Array(0)),
      "format",
      /impossible shape/,
    ],
    ["an unknown version", npy(header("<f4", "(6,)"), six, 9), "format", /npy version 9/],
    [
      "integers beyond 2^53",
      npy(header("<i8", "(3,)"), new Uint8Array(new BigInt64Array([1n, 2n ** 60n, 3n]).buffer)),
      "unsupported",
      /beyond 2\^53/,
    ],
  ];
  test.each(refused)("refuses %s", async (_, bytes, code, message) => {
    await expect(read(bytes)).rejects.toMatchObject({
      code,
      message: expect.stringMatching(message),
    });
  });

  test("mutated files are read or refused by a typed error, nothing else", async () => {
    const seedFile = npy(header("<f4", "(2, 3)"), six);
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(seedFile.length - 1), fc.nat(255)), {
          minLength: 1,
          maxLength: 4,
        }),
        fc.nat(seedFile.length),
        async (changes, length) => {
          const bytes = seedFile.slice(0, length || seedFile.length);
          for (const [at, value] of changes) if (at < bytes.length) bytes[at] = value;
          const error = await read(bytes).then(
            () => undefined,
            (reason: unknown) => reason,
          );
          if (error !== undefined) {
            expect(error).toBeInstanceOf(SvccaError);
            expect((error as Error).message).not.toMatch(/[\n\r]/);
          }
        },
      ),
      { numRuns: 3000, seed: 2 },
    );
  });
});

test("FILE[:ARRAY]", () => {
  expect(parseTarget("run.npz:block0/mid.out")).toEqual({
    file: "run.npz",
    array: "block0/mid.out",
  });
  expect(parseTarget("a/b.npy")).toEqual({ file: "a/b.npy" });
  expect(parseTarget("C:\\runs\\x.npy")).toEqual({ file: "C:\\runs\\x.npy" });
  expect(parseTarget("C:\\x.npz:слой")).toEqual({ file: "C:\\x.npz", array: "слой" });
});

test("natural order", () => {
  expect(["conv10", "conv2", "bn1", "conv1"].sort(naturalOrder)).toEqual([
    "bn1",
    "conv1",
    "conv2",
    "conv10",
  ]);
});

test("files that cannot be opened say what to do", async () => {
  await expect(openArray("/nowhere/x.npy")).rejects.toThrow(
    "/nowhere/x.npy: no such file; check the path",
  );
  await expect(openArray("x.pt")).rejects.toThrow("x.pt: no such file; check the path");
});

test("into: the memory of an earlier reading is filled again, where it has room", async () => {
  const folder = mkdtempSync(join(tmpdir(), "svcca-into-"));
  const path = join(folder, "x.npy");
  const data = Float32Array.from({ length: 40 }, (_, i) => i);
  writeFileSync(path, encodeNpy({ shape: [10, 4], data }));
  const { source, close } = await openArray(path);
  const first = await source.read(0, 4);
  const again = await source.read(4, 7, { into: first });
  expect(again.buffer).toBe(first.buffer);
  expect(Array.from(again)).toEqual(Array.from(data.subarray(16, 28)));
  const larger = await source.read(0, 10, { into: first });
  expect(larger.buffer).not.toBe(first.buffer);
  expect(Array.from(larger)).toEqual(Array.from(data));
  // Rows that are kept, and arrays that are joined, stay clear of the caller's memory.
  const picked = pickRows(source, [3, 1, 2]);
  const kept = Float32Array.from(await picked.read(0, 3, { into: larger }));
  await source.read(5, 9, { into: larger });
  expect(Array.from(await picked.read(0, 3))).toEqual(Array.from(kept));
  const joined = concatRows("two", [source, source]);
  const before = await joined.read(0, 10);
  const after = await joined.read(10, 20, { into: before });
  expect(after.buffer).not.toBe(before.buffer);
  await close();
  rmSync(folder, { recursive: true, force: true });
});
