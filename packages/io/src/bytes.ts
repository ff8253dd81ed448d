import type { CallOptions } from "@svcca/linalg";

/** Bytes that can be read in any order: a file, a part of a file, memory. */
export interface ByteSource {
  readonly byteLength: number;
  /** Exactly the bytes from `start` (included) to `end` (excluded), both within the source. */
  slice(start: number, end: number, options?: CallOptions): Promise<Uint8Array>;
}

/** Bytes in memory as a {@link ByteSource}. */
export function fromBytes(bytes: Uint8Array): ByteSource {
  return {
    byteLength: bytes.byteLength,
    slice: async (start, end) => bytes.subarray(start, end),
  };
}
