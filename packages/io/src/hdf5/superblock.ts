import { SvccaError } from "@svcca/linalg";
import type { H5 } from "./library.js";
import type { Hdf5File } from "./protocol.js";

/**
 * Says of a file that was cut short how much is missing, which HDF5 itself does not.
 *
 * Source: HDF5 File Format Specification, "Disk Format: Level 0A", versions 0 to 3, at the start
 * of the file (where nearly all files have it; others are left to HDF5).
 *
 * @throws SvccaError `format` when the superblock names an end behind the end of the file.
 */
export function checkEnd(h5: H5, { path, name }: Hdf5File, byteLength: number): void {
  const bytes = new Uint8Array(64);
  const fs = h5.FS as unknown as {
    open(path: string, flags: string): unknown;
    read(stream: unknown, buffer: Uint8Array, offset: number, length: number, at: number): number;
    close(stream: unknown): void;
  };
  const stream = fs.open(path, "r");
  fs.read(stream, bytes, 0, Math.min(bytes.length, byteLength), 0);
  fs.close(stream);
  const version = bytes[8]!;
  const eightBytes = version < 2 ? bytes[13] === 8 : bytes[9] === 8;
  if (bytes[1] !== 0x48 || version > 3 || !eightBytes) return;
  const at = version === 0 ? 40 : version === 1 ? 44 : 28;
  const end = new DataView(bytes.buffer).getBigUint64(at, true);
  if (end > BigInt(byteLength)) {
    throw new SvccaError(
      "format",
      `${name}: cut short: the file should have ${end} bytes, ${byteLength} are there; write it again`,
      { expected: String(end), found: byteLength },
    );
  }
}
