import { isIdx } from "./idx/open.js";

/** What a file is. */
export type Format = "npy" | "npz" | "hdf5" | "safetensors" | "idx" | "gzip" | "cifar10";

/** How many bytes from the start {@link detectFormat} wants to see. */
export const DETECT_BYTES = 2056;

/** Where an HDF5 file may start, behind a block of the user's own. */
const HDF5_STARTS = [0, 512, 1024, 2048];

const ENDINGS: Readonly<Record<string, Format>> = {
  ".npy": "npy",
  ".npz": "npz",
  ".h5": "hdf5",
  ".hdf5": "hdf5",
  ".hdf": "hdf5",
  ".he5": "hdf5",
  ".safetensors": "safetensors",
  ".idx": "idx",
  ".gz": "gzip",
  ".bin": "cifar10",
};

/**
 * What a file is, by its first bytes; by the ending of its name where they say nothing: CIFAR-10
 * has no mark, and a damaged file is best answered by the reader of what it should be.
 */
export function detectFormat(start: Uint8Array, fileName: string): Format | undefined {
  const has = (text: string, at = 0) =>
    Array.from(text).every((c, i) => start[at + i] === c.charCodeAt(0));
  if (has("\x93NUMPY")) return "npy";
  if (has("PK\x03\x04") || has("PK\x05\x06")) return "npz";
  if (HDF5_STARTS.some((at) => has("\x89HDF\r\n\x1a\n", at))) return "hdf5";
  if (has("\x1f\x8b")) return "gzip";
  const ending = ENDINGS[/\.[^./\\]*$/.exec(fileName)?.[0].toLowerCase() ?? ""];
  // A header of less than 16 MB behind its length: no other format starts so.
  if (has('{"', 8) && start[3] === 0 && has("\0\0\0\0", 4)) return "safetensors";
  if (ending !== "cifar10" && isIdx(start)) return "idx";
  return ending;
}
