import type { Metadata } from "h5wasm";
import type { H5 } from "./library.js";

/**
 * `count` texts of an HDF5 type, of fixed or of varying length.
 *
 * @param read puts the stored form at a place in the module's memory.
 * @param free gives back what `read` took for texts of varying length.
 */
export function readText(
  h5: H5,
  { size, vlen }: Pick<Metadata, "size" | "vlen">,
  count: number,
  read: (pointer: number) => number,
  free: (pointer: number) => number,
): string[] {
  const pointer = h5._malloc(Math.max(1, size * count));
  if (pointer === 0) throw new RangeError("no memory for the texts");
  try {
    read(pointer);
    if (vlen) {
      const pointers = new Uint32Array(h5.HEAPU8.slice(pointer, pointer + 4 * count).buffer);
      const texts = Array.from(pointers, (at) => (at === 0 ? "" : h5.UTF8ToString(at)));
      free(pointer);
      return texts;
    }
    const bytes = h5.HEAPU8.slice(pointer, pointer + size * count);
    return Array.from({ length: count }, (_, i) => {
      const text = bytes.subarray(i * size, (i + 1) * size);
      const end = text.indexOf(0);
      return new TextDecoder().decode(end < 0 ? text : text.subarray(0, end));
    });
  } finally {
    h5._free(pointer);
  }
}
