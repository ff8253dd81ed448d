/** Continues a CRC-32 (the one of zip and gzip) over more bytes; starts with 0. */
export type Crc32 = (bytes: Uint8Array, before?: number) => number;

/** Table `k`, at 256 k: what a byte does to the sum that `k` more bytes follow. */
const tables = new Int32Array(8 * 256);
for (let n = 0; n < 256; n++) {
  let c = n;
  for (let k = 0; k < 8; k++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
  tables[n] = c;
}
for (let at = 256; at < tables.length; at++) {
  const c = tables[at - 256]!;
  tables[at] = tables[c & 255]! ^ (c >>> 8);
}

/**
 * Eight bytes at a time: four times as fast as one by one, 2 GB/s.
 *
 * Source: Kounavis and Berry, "A systematic approach to building high performance, software-based,
 * CRC generators", 2005.
 */
export const crc32InTables: Crc32 = (bytes, before = 0) => {
  const t = tables;
  let c = ~before;
  let i = 0;
  for (const last = bytes.length - 8; i <= last; i += 8) {
    c ^= bytes[i]! | (bytes[i + 1]! << 8) | (bytes[i + 2]! << 16) | (bytes[i + 3]! << 24);
    c =
      t[1792 + (c & 255)]! ^
      t[1536 + ((c >>> 8) & 255)]! ^
      t[1280 + ((c >>> 16) & 255)]! ^
      t[1024 + (c >>> 24)]! ^
      t[768 + bytes[i + 4]!]! ^
      t[512 + bytes[i + 5]!]! ^
      t[256 + bytes[i + 6]!]! ^
      t[bytes[i + 7]!]!;
  }
  for (; i < bytes.length; i++) c = t[(c ^ bytes[i]!) & 255]! ^ (c >>> 8);
  return ~c >>> 0;
};
