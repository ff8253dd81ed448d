import type { ByteSource } from "./byte-source.js";

/** A `Blob` or a dropped `File` as bytes; what is not asked for stays on the disk. */
export function fromBlob(blob: Blob): ByteSource {
  return {
    byteLength: blob.size,
    async slice(start, end, options) {
      options?.signal?.throwIfAborted();
      return new Uint8Array(await blob.slice(start, end).arrayBuffer());
    },
  };
}
