import { SvccaError } from "@svcca/linalg";
import type { H5 } from "../library.js";
import { Fields, type Sizes } from "./fields.js";

/**
 * The structures of an HDF5 file, which say what the library keeps to itself: whether chunks were
 * ever written, and what exactly a number is.
 *
 * Source here and beside: HDF5 File Format Specification 3.0.
 */
export interface Structures {
  readonly sizes: Sizes;
  /** The bytes at an address. @throws SvccaError `format` when they are not in the file. */
  read(address: number, length: number): Fields;
  damaged(what: string): SvccaError;
}

const SIGNATURE = "\x89HDF\r\n\x1a\n";
/** Longer than any structure of a file that is whole. */
const MOST = 2 ** 27;

interface OpenFile {
  readonly h5: H5;
  readonly path: string;
  readonly name: string;
  readonly byteLength: number;
}

/**
 * Reads where the structures are.
 *
 * @throws SvccaError `format` when the file is shorter than it says, by how much (HDF5 does not say);
 *   undefined when there is no HDF5 file in it, or one of a kind that is left to HDF5 to refuse.
 */
export function openStructures({ h5, path, name, byteLength }: OpenFile): Structures | undefined {
  const fs = h5.FS as unknown as {
    open(path: string, flags: string): unknown;
    read(stream: unknown, buffer: Uint8Array, offset: number, length: number, at: number): number;
    close(stream: unknown): void;
  };
  const damaged = (what: string) =>
    new SvccaError("format", `${name}: damaged, ${what}; write the file again`, {});

  function bytesAt(at: number, length: number): Uint8Array {
    const end = at + length;
    if (!(length <= MOST && end <= byteLength)) {
      throw damaged(`it should have bytes up to ${end}, ${byteLength} are there`);
    }
    const bytes = new Uint8Array(length);
    const stream = fs.open(path, "r");
    try {
      for (let done = 0; done < length; ) {
        const count = fs.read(stream, bytes, done, length - done, at + done);
        if (count === 0) throw damaged("it became shorter while it was read");
        done += count;
      }
    } finally {
      fs.close(stream);
    }
    return bytes;
  }
  const fieldsAt = (at: number, length: number, sizes: Sizes) =>
    new Fields(bytesAt(at, length), sizes, () => damaged("one of its structures ends early"));

  // Behind a block of the user's own, whose length is a power of two.
  for (let base = 0; base + 64 <= byteLength; base = base === 0 ? 512 : base * 2) {
    const bytes = bytesAt(base, 64);
    if (String.fromCharCode(...bytes.subarray(0, 8)) !== SIGNATURE) continue;
    const version = bytes[8]!;
    const at = version < 2 ? 13 : 9;
    const sizes = { address: bytes[at]!, length: bytes[at + 1]! };
    const known = [2, 4, 8];
    if (version > 3 || !known.includes(sizes.address) || !known.includes(sizes.length)) return;
    const fields = fieldsAt(base, 64, sizes).skip([24, 28, 12, 12][version]!);
    // The end counts from the start of the file, as it was when the file was written.
    const writtenBase = fields.address() ?? 0;
    fields.address();
    const end = (fields.address() ?? 0) + base - writtenBase;
    if (end > byteLength) {
      throw new SvccaError(
        "format",
        `${name}: cut short: the file should have ${end} bytes, ${byteLength} are there; write it again`,
        { expected: end, found: byteLength },
      );
    }
    return {
      sizes,
      damaged,
      read: (address, length) => fieldsAt(base + address, length, sizes),
    };
  }
  return undefined;
}

/** A bit of a row of them, the highest of each byte first. */
export function bitAt(bytes: Uint8Array, index: number): boolean {
  return ((bytes[index >> 3]! >> (7 - (index & 7))) & 1) === 1;
}
