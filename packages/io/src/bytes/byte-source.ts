import type { CallOptions } from "@svcca/linalg";

/** What reading bytes may be given. */
interface SliceOptions extends CallOptions {
  /** Memory of an earlier slice of the same source, which may be filled and returned. */
  readonly into?: Uint8Array;
}

/** Bytes that can be read in any order: a file, a part of a file, memory. */
export interface ByteSource {
  readonly byteLength: number;
  /** Exactly the bytes from `start` (included) to `end` (excluded), both within the source. */
  slice(start: number, end: number, options?: SliceOptions): Promise<Uint8Array>;
}

/** Bytes in memory as a {@link ByteSource}. */
export function fromBytes(bytes: Uint8Array): ByteSource {
  // A Buffer of Node is one too, but its slice does not copy, and others rely on that it does.
  const plain = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return {
    byteLength: plain.byteLength,
    slice: async (start, end) => plain.subarray(start, end),
  };
}

const CHUNK = 2 ** 16;

/** Bytes in order, in pieces. */
export async function* chunksOf(
  bytes: ByteSource,
  start: number,
  end: number,
): AsyncGenerator<Uint8Array> {
  for (let at = start; at < end; at += CHUNK) {
    yield await bytes.slice(at, Math.min(at + CHUNK, end));
  }
}
