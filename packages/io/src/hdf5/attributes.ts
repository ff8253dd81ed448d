import type { H5 } from "./library.js";
import { readText } from "./text.js";

/** An attribute of more bytes than this is data, and no remark about data. */
const MOST_BYTES = 4096;

/** The attributes of an object that are one text or one number, as text. */
export function readAttributes(h5: H5, file: bigint, path: string): Record<string, string> {
  const found: Record<string, string> = Object.create(null);
  for (const name of h5.get_attribute_names(file, path)) {
    const type = h5.get_attribute_metadata(file, path, name);
    if (type.total_size !== 1 || type.size > MOST_BYTES) continue;
    const read = (pointer: number) => h5.get_attribute_data(file, path, name, BigInt(pointer));
    const free = (pointer: number) => h5.reclaim_vlen_memory(file, path, name, BigInt(pointer));
    const value = type.type === 3 ? readText(h5, type, 1, read, free)[0] : numberOf(h5, type, read);
    if (value !== undefined) found[name] = value;
  }
  // A plain object, which travels between threads.
  return { ...found };
}

/** A whole number or a floating point number of 4 or 8 bytes as text. */
function numberOf(
  h5: H5,
  { type, size, signed }: { type: number; size: number; signed: boolean },
  read: (pointer: number) => number,
): string | undefined {
  if ((type !== 0 && type !== 1) || ![1, 2, 4, 8].includes(size)) return undefined;
  if (type === 1 && size < 4) return undefined;
  const pointer = h5._malloc(8);
  try {
    read(pointer);
    const view = new DataView(h5.HEAPU8.slice(pointer, pointer + 8).buffer);
    if (type === 1) return String(size === 4 ? view.getFloat32(0, true) : view.getFloat64(0, true));
    const bits = BigInt.asUintN(size * 8, view.getBigUint64(0, true));
    return String(signed ? BigInt.asIntN(size * 8, bits) : bits);
  } finally {
    h5._free(pointer);
  }
}
