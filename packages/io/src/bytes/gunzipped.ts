import { SvccaError } from "@svcca/linalg";
import { inflatedBytes } from "../zip/inflated-bytes.js";
import type { ZipTools } from "../zip/tools.js";
import { type ByteSource, chunksOf } from "./byte-source.js";

/** Magic, flags, time and the two numbers at the end. */
const LEAST = 18;
/** The most that a byte of deflate can stand for. */
const MOST_RATIO = 1032;

/**
 * What a gzip file holds, decompressed as it is read, forwards.
 *
 * @throws SvccaError `format` when it is too short to be one, or for what it says it holds.
 */
export async function gunzippedBytes(
  bytes: ByteSource,
  name: string,
  { inflate, crc32 }: ZipTools,
): Promise<ByteSource> {
  const size = bytes.byteLength;
  if (size < LEAST) {
    throw new SvccaError("format", `${name}: cut short: ${size} bytes are no gzip file`, { size });
  }
  const end = await bytes.slice(size - 8, size);
  const trailer = new DataView(end.buffer, end.byteOffset, end.byteLength);
  // Modulo 2^32; a longer file is refused as longer than it says.
  const byteLength = trailer.getUint32(4, true);
  if (byteLength > size * MOST_RATIO) {
    throw new SvccaError(
      "format",
      `${name}: cut short or damaged: it says that it holds ${byteLength} bytes, more than ${size} compressed ones can; fetch it again`,
      { byteLength, size },
    );
  }
  const entry = {
    name,
    crc32: trailer.getUint32(0, true),
    byteLength,
    open: () => inflate("gzip", chunksOf(bytes, 0, size)),
  };
  return inflatedBytes(entry, crc32);
}
