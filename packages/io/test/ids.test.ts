import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { alignIds, assertSameIds, encodeNpy, fromBytes, openNpy, pickRows } from "@svcca/io";
import { readIds } from "@svcca/io/node";
import { zipSync } from "fflate";
import { afterAll, describe, expect, test } from "vitest";

const hdf5 = fileURLToPath(new URL("./data/kinds.h5", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "svcca-ids-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** An npy file of one axis of any type. */
function npy(descr: string, count: number, data: Uint8Array): Uint8Array {
  const head = `{'descr': '${descr}', 'fortran_order': False, 'shape': (${count},), }`.padEnd(117);
  const start = Buffer.from(`\x93NUMPY\x01\x00\x76\x00${head}\n`, "latin1");
  return new Uint8Array(Buffer.concat([start, data]));
}
function file(name: string, bytes: Uint8Array): string {
  writeFileSync(join(folder, name), bytes);
  return join(folder, name);
}
const utf32 = (texts: string[], length: number, little = true) => {
  const bytes = Buffer.alloc(4 * length * texts.length);
  for (const [i, text] of texts.entries()) {
    for (const [k, c] of Array.from(text).entries()) {
      const at = 4 * (i * length + k);
      if (little) bytes.writeUInt32LE(c.codePointAt(0)!, at);
      else bytes.writeUInt32BE(c.codePointAt(0)!, at);
    }
  }
  return bytes;
};

describe("ids", () => {
  test("are text or whole numbers of any format", async () => {
    const names = ["n01", "ü", "鹿🦌"];
    const little = npy("<U4", 3, utf32(names, 4));
    expect(await readIds(file("a.npy", little))).toEqual(names);
    expect(await readIds(file("b.npy", npy(">U4", 3, utf32(names, 4, false))))).toEqual(names);
    expect(await readIds(file("c.npy", npy("|S3", 2, Buffer.from("ab\0xyz"))))).toEqual([
      "ab",
      "xyz",
    ]);
    const hashes = BigUint64Array.of(2n ** 63n + 1n, 5n);
    expect(await readIds(file("d.npy", npy("<u8", 2, new Uint8Array(hashes.buffer))))).toEqual([
      "9223372036854775809",
      "5",
    ]);
    expect(await readIds(file("e.npy", npy(">i2", 2, Buffer.of(255, 254, 0, 7))))).toEqual([
      "-2",
      "7",
    ]);
    const archive = zipSync({
      "ids.npy": little,
      "x.npy": encodeNpy({ shape: [2], data: new Float32Array(2) }),
    });
    const path = file("run.npz", archive);
    expect(await readIds(`${path}:ids`)).toEqual(names);
    expect(await readIds(`${hdf5}:ids`)).toEqual(["a7", "b8", "ü9"]);
    expect(await readIds(`${hdf5}:tags`)).toEqual(["x", "yz"]);
    const idx = file("i.idx", Buffer.from([0, 0, 8, 1, 0, 0, 0, 2, 9, 4]));
    expect(await readIds(idx)).toEqual(["9", "4"]);
  });

  test("of other types and shapes are refused", async () => {
    const floats = file("f.npy", encodeNpy({ shape: [2], data: new Float32Array(2) }));
    await expect(readIds(floats)).rejects.toThrow(/ids of dtype "<f4"; give text or whole numbers/);
    const table = file("t.npy", encodeNpy({ shape: [2, 2], data: new Int32Array(4) }));
    await expect(readIds(table)).rejects.toThrow(/ids of shape \(2, 2\)/);
    await expect(readIds(`${hdf5}:types/le_f4`)).rejects.toThrow(/ids of shape \(9, 4\)/);
    await expect(readIds(`${hdf5}:nowhere`)).rejects.toMatchObject({ code: "not-found" });
    const objects = file("o.npy", npy("|O", 2, Buffer.alloc(16)));
    await expect(readIds(objects)).rejects.toThrow(/ids of dtype "\|O"/);
    const cut = file("cut.npy", npy("<U4", 3, Buffer.alloc(20)));
    await expect(readIds(cut)).rejects.toThrow(/takes 48 bytes, 20 are there/);
  });

  test("are aligned in the order of the first, and what has no counterpart is counted", () => {
    expect(alignIds(["a", "b", "c", "d"], ["d", "x", "b", "a", "y"])).toEqual({
      x: [0, 1, 3],
      y: [3, 2, 0],
      dropped: { x: 1, y: 2 },
    });
    expect(() => alignIds(["a", "b", "a"], ["a"])).toThrow(/ids of x: "a" names row 0 and row 2/);
    expect(() => alignIds(["a"], ["b", "b"])).toThrow(/ids of y: "b" names row 0 and row 1/);
    expect(() => alignIds(["a"], ["b"])).toThrow(/none of the 1 of x is among the 1 of y/);
  });

  test("that differ are named at the first place", () => {
    assertSameIds(["a", "b"], ["a", "b"]);
    expect(() => assertSameIds(["a", "b"], ["a", "c"])).toThrow(
      /row 1 is "b" in x, "c" in y; align them with --align-ids/,
    );
    expect(() => assertSameIds(["a"], ["a", "b"])).toThrow(
      /1 in x and 2 in y, and row 1 is missing in x/,
    );
    expect(() => assertSameIds(["a", "b"], ["a"])).toThrow(/row 1 is "b" in x, missing in y/);
  });
});

test("rows in any order, in blocks as in one go", async () => {
  const data = Float32Array.from({ length: 30 }, (_, i) => i);
  const source = await openNpy(fromBytes(encodeNpy({ shape: [10, 3], data })), "x.npy");
  for (const rows of [[2, 3, 4, 8], [9, 0, 1, 2, 5], [4], []]) {
    const picked = pickRows(source, rows);
    expect(picked.shape).toEqual([rows.length, 3]);
    const wanted = rows.flatMap((row) => [row * 3, row * 3 + 1, row * 3 + 2]);
    for (let start = 0; start <= rows.length; start++) {
      for (let end = start; end <= rows.length; end++) {
        expect(Array.from(await picked.read(start, end))).toEqual(wanted.slice(start * 3, end * 3));
      }
    }
  }
  expect(() => pickRows(source, [10])).toThrow(/row 10 of an array with 10/);
});
