import { pipeline, type Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { SvccaError } from "@svcca/linalg";
import type { ByteSource } from "../bytes.js";
import { inflatedBytes } from "./inflated-bytes.js";

/** Magic, flags, time and the two numbers at the end. */
const LEAST = 18;
const CHUNK = 2 ** 16;

/**
 * What a gzip file holds, decompressed as it is read, forwards.
 *
 * @throws SvccaError `format` when it is too short to be one.
 */
export async function gunzippedBytes(file: ByteSource, name: string): Promise<ByteSource> {
  const size = file.byteLength;
  if (size < LEAST) {
    throw new SvccaError("format", `${name}: cut short: ${size} bytes are no gzip file`, { size });
  }
  const end = await file.slice(size - 8, size);
  const trailer = new DataView(end.buffer, end.byteOffset, end.byteLength);
  return inflatedBytes({
    name,
    crc32: trailer.getUint32(0, true),
    // Modulo 2^32; a longer file is refused as longer than it says.
    byteLength: trailer.getUint32(4, true),
    open(): Readable {
      async function* chunks() {
        for (let at = 0; at < size; at += CHUNK) yield file.slice(at, Math.min(at + CHUNK, size));
      }
      return pipeline(chunks, createGunzip(), () => {}).on("error", () => {});
    },
  });
}
