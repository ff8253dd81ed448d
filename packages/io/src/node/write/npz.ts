import { createWriteStream } from "node:fs";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { SvccaError } from "@svcca/linalg";
import { npyHeader } from "../../npy/encode.js";
import { printable } from "../../printable.js";
import { npyBytes } from "./npy.js";
import type { Planned } from "./plan.js";

/** The time of every entry: the earliest that zip can hold, so that equal arrays give equal bytes. */
const OPTIONS = { mtime: new Date(1980, 0, 1), forceDosTimestamp: true };

/** Writes an npz archive as the arrays come; sizes and places above 4 GB are written as ZIP64. */
export async function writeNpz(
  path: string,
  arrays: readonly Planned[],
  compress: boolean,
): Promise<void> {
  // Loaded for those who write only.
  const { ZipFile } = await import("yazl");
  const zip = new ZipFile();
  // An array that cannot be read ends the archive, which does not hear of it by itself.
  const stop = new AbortController();
  for (const array of arrays) {
    const size = npyHeader(array.dtype, array.shape).length + array.byteLength;
    try {
      zip.addReadStreamLazy(`${array.name}.npy`, { ...OPTIONS, size, compress }, (give) => {
        give(
          null,
          Readable.from(npyBytes(array)).on("error", (error) => stop.abort(error)),
        );
      });
    } catch (cause) {
      throw new SvccaError(
        "invalid-argument",
        `${printable(array.name)}: no name for an entry of an archive (${(cause as Error).message})`,
        { array: array.name },
        { cause },
      );
    }
  }
  zip.on("error", (error) => stop.abort(error));
  zip.end();
  try {
    await pipeline(zip.outputStream, createWriteStream(path), { signal: stop.signal });
  } catch (error) {
    throw stop.signal.aborted ? stop.signal.reason : error;
  }
}
