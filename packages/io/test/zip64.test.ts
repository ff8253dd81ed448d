import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { crc32 as referenceCrc } from "node:zlib";
import { encodeNpy } from "@svcca/io";
import { openArray } from "@svcca/io/node";
import { afterAll, expect, test } from "vitest";

const folder = mkdtempSync(join(tmpdir(), "svcca-zip64-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Little-endian fields: [value, bytes] each. */
function fields(...parts: [number | bigint, 2 | 4 | 8][]): Buffer {
  return Buffer.concat(
    parts.map(([value, size]) => {
      const bytes = Buffer.alloc(8);
      bytes.writeBigUInt64LE(BigInt(value));
      return bytes.subarray(0, size);
    }),
  );
}

/** The checksum by bits, where Node has none of its own. */
function crc(bytes: Uint8Array): number {
  if (referenceCrc) return referenceCrc(bytes);
  let c = 0xffffffff;
  for (const byte of bytes) {
    c ^= byte;
    for (let k = 0; k < 8; k++) c = c & 1 ? (c >>> 1) ^ 0xedb88320 : c >>> 1;
  }
  return ~c >>> 0;
}

const MAX = 0xffffffff;

/**
 * An archive of one stored entry that has all of its sizes and places in ZIP64 fields, as archives
 * over 4 GB must (APPNOTE.TXT 4.3.14, 4.3.15, 4.5.3).
 */
function zip64(name: string, content: Uint8Array, size = content.length): Buffer {
  const file = Buffer.from(name);
  const sum = crc(content);
  const local = Buffer.concat([
    fields([0x04034b50, 4], [45, 2], [0, 2], [0, 2], [0, 2], [33, 2], [sum, 4], [MAX, 4], [MAX, 4]),
    fields([file.length, 2], [20, 2]),
    file,
    fields([1, 2], [16, 2], [size, 8], [size, 8]),
  ]);
  const central = Buffer.concat([
    fields([0x02014b50, 4], [45, 2], [45, 2], [0, 2], [0, 2], [0, 2], [33, 2], [sum, 4]),
    fields([MAX, 4], [MAX, 4], [file.length, 2], [28, 2], [0, 2], [0, 2], [0, 2], [0, 4], [MAX, 4]),
    file,
    fields([1, 2], [24, 2], [size, 8], [size, 8], [0, 8]),
  ]);
  const start = local.length + content.length;
  const end = Buffer.concat([
    fields([0x06064b50, 4], [44, 8], [45, 2], [45, 2], [0, 4], [0, 4], [1, 8], [1, 8]),
    fields([central.length, 8], [start, 8]),
    fields([0x07064b50, 4], [0, 4], [start + central.length, 8], [1, 4]),
    fields([0x06054b50, 4], [0xffff, 2], [0xffff, 2], [0xffff, 2], [0xffff, 2], [MAX, 4], [MAX, 4]),
    fields([0, 2]),
  ]);
  return Buffer.concat([local, content, central, end]);
}

const values = Float32Array.from({ length: 30 }, (_, i) => i / 7);
const npy = encodeNpy({ shape: [10, 3], data: values });

test("an archive with ZIP64 sizes and places is read", async () => {
  const path = join(folder, "big.npz");
  writeFileSync(path, zip64("conv1.npy", npy));
  const { source, close } = await openArray(path);
  expect(await source.read(0, 10)).toEqual(values);
  expect(await source.read(4, 6)).toEqual(values.subarray(12, 18));
  await close();
});

test("a ZIP64 size of exabytes allocates nothing and is refused", async () => {
  const path = join(folder, "lies.npz");
  writeFileSync(path, zip64("conv1.npy", npy, 2 ** 52));
  await expect(openArray(path)).rejects.toMatchObject({ code: "format" });
});
