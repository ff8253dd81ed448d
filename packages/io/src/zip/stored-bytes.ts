import { SvccaError } from "@svcca/linalg";
import type { ByteSource } from "../bytes/byte-source.js";
import type { Crc32 } from "./crc32.js";

/** An entry of an archive that is stored as it is. */
export interface StoredEntry {
  readonly name: string;
  readonly byteLength: number;
  readonly crc32: number;
}

/**
 * The bytes of a stored entry, in any order. The checksum grows with every read that goes on where
 * the checked part ends, so whoever reads from start to end, in whatever pieces, hears of damage
 * with the last one. Reads of a part alone are given as they are: no checksum covers a part.
 *
 * @param start where the entry begins in `archive`.
 */
export function storedBytes(
  archive: ByteSource,
  start: number,
  { name, byteLength, crc32: expected }: StoredEntry,
  crc32: Crc32,
): ByteSource {
  let [checked, sum, damaged] = [0, 0, false];
  // In the order in which they were asked for, which is not that in which the disk answers.
  let last: Promise<unknown> = Promise.resolve();

  function check(bytes: Uint8Array, from: number): void {
    const end = from + bytes.length;
    if (from <= checked && end > checked) {
      sum = crc32(bytes.subarray(checked - from), sum);
      checked = end;
      damaged = checked === byteLength && sum !== expected;
    }
    if (!damaged) return;
    throw new SvccaError(
      "format",
      `${name}: the entry is damaged, its checksum is wrong; write the file again`,
      { array: name },
    );
  }

  return {
    byteLength,
    slice(from, to, options) {
      const read = archive.slice(start + from, start + to, options);
      const next = Promise.all([read, last]).then(([bytes]) => {
        check(bytes, from);
        return bytes;
      });
      last = next.catch(() => {});
      return next;
    },
  };
}
