import { type Zippable, zipSync } from "fflate";
import { type ArrayValues, encodeNpy } from "../npy/encode.js";

/** The time of every entry: the earliest that zip can hold, so that equal arrays give equal bytes. */
const MODIFIED = new Date(1980, 0, 1);

/** Arrays as an npz archive, not compressed: what `numpy.load` reads. Made in memory. */
export function encodeNpz(arrays: Readonly<Record<string, ArrayValues>>): Uint8Array {
  const entries: Zippable = {};
  for (const [name, values] of Object.entries(arrays)) {
    entries[`${name}.npy`] = [encodeNpy(values), { level: 0, mtime: MODIFIED }];
  }
  return zipSync(entries);
}
