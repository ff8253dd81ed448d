import { encodeNpy, encodeNpz, fromBytes, openBytes } from "@svcca/io";
import { zipSync } from "fflate";
import { describe, expect, test } from "vitest";

const data = Float32Array.of(1, 2, 3, 4, 5, 6);
const archive = encodeNpz({ a: { shape: [2, 3], data }, b: { shape: [6], data } });
const CENTRAL = 0x02014b50;
const END = 0x06054b50;

/** Where a record with this mark is, the `nth` of them. */
function find(bytes: Uint8Array, mark: number, nth = 0): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  for (let at = 0, seen = 0; at + 4 <= bytes.length; at++) {
    if (view.getUint32(at, true) === mark && seen++ === nth) return at;
  }
  throw new Error("no such record");
}

/** The archive with one field of a record changed. */
function changed(mark: number, offset: number, size: 2 | 4, value: number): Uint8Array {
  const bytes = archive.slice();
  const view = new DataView(bytes.buffer);
  const at = find(bytes, mark) + offset;
  if (size === 2) view.setUint16(at, value, true);
  else view.setUint32(at, value, true);
  return bytes;
}

async function read(bytes: Uint8Array): Promise<number[][]> {
  const { arrays } = await openBytes(fromBytes(bytes), "x.npz");
  const sources = await Promise.all(arrays.map(({ open }) => open()));
  const values = await Promise.all(sources.map((one) => one.read(0, one.shape[0]!)));
  return values.map((one) => Array.from(one));
}

const joined = (...parts: Uint8Array[]) => new Uint8Array(Buffer.concat(parts));

describe("zip archives", () => {
  test("are read, with a comment too", async () => {
    const both = [Array.from(data), Array.from(data)];
    expect(await read(archive)).toEqual(both);
    const comment = joined(changed(END, 20, 2, 5), Buffer.from("hello"));
    expect(await read(comment)).toEqual(both);
  });

  const lies: [string, Uint8Array, RegExp][] = [
    ["a comment that is not there", changed(END, 20, 2, 5), /no directory at its end/],
    ["bytes behind the end", joined(archive, Buffer.from("x")), /no directory at its end/],
    ["the first half", archive.subarray(0, archive.length / 2), /no directory at its end/],
    ["more entries than there are", changed(END, 10, 2, 3), /directory|not in its directory/],
    ["a directory beyond the end", changed(END, 16, 4, 1e6), /is not at 1000000/],
    ["a directory longer than the file", changed(END, 12, 4, 1e6), /directory of 1000000 bytes/],
    ["a directory that starts late", changed(END, 16, 4, 10), /not in its directory|is not at/],
    ["an entry beyond the end", changed(CENTRAL, 42, 4, 1e6), /header should be at 1000000/],
    [
      "an entry that is another",
      changed(CENTRAL, 42, 4, find(archive, 0x04034b50, 1)),
      /another one/,
    ],
    ["an entry at no header", changed(CENTRAL, 42, 4, 7), /header is not at 7/],
    ["a stored size that lies", changed(CENTRAL, 24, 4, 5), /should take \d+ bytes .* hold 5/],
    ["a size beyond the archive", changed(CENTRAL, 20, 4, 1e6), /should take 1000000 bytes/],
    ["encryption", changed(CENTRAL, 8, 2, 1), /is encrypted/],
    ["another compression", changed(CENTRAL, 10, 2, 14), /compressed by method 14/],
    ["stored bytes as deflated", changed(CENTRAL, 10, 2, 8), /the entry is damaged/],
    ["a name as long as the file", changed(CENTRAL, 28, 2, 65000), /not in its directory/],
    ["text", new Uint8Array(Buffer.from("PK\x03\x04 and more")), /no directory at its end/],
    ["nothing behind the mark", new Uint8Array(Buffer.from("PK\x05\x06")), /no directory/],
  ];
  test.each(lies)("refuses %s", async (_, bytes, message) => {
    const error = await read(bytes).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ name: "SvccaError", message: expect.stringMatching(message) });
    expect((error as Error).message).not.toContain("\n");
  });

  test("a deflated entry may hold no more and no less than it says", async () => {
    const npy = encodeNpy({ shape: [2, 3], data });
    const whole = zipSync({ "a.npy": [npy, { level: 9 }] });
    expect(await read(whole)).toEqual([Array.from(data)]);
    for (const size of [npy.length - 4, npy.length + 4]) {
      const bytes = whole.slice();
      new DataView(bytes.buffer).setUint32(find(bytes, CENTRAL) + 24, size, true);
      await expect(read(bytes)).rejects.toMatchObject({ name: "SvccaError" });
    }
    const sum = whole.slice();
    sum[find(sum, CENTRAL) + 16]! ^= 1;
    await expect(read(sum)).rejects.toThrow(/its checksum is wrong/);
  });
});
