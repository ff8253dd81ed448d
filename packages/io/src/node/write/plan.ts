import type { ArraySource, CallOptions } from "@svcca/linalg";
import { rowWidth } from "../../source.js";
import { encodeValues, itemsizeOf } from "../../values/encode.js";

/** An array to write, and as what. */
export interface Planned {
  /** Its name in the file. */
  readonly name: string;
  readonly shape: readonly number[];
  /** The type it is written as, as NumPy writes it. */
  readonly dtype: string;
  readonly byteLength: number;
  readonly attributes: Readonly<Record<string, string>>;
  /** Its bytes, from `row` on, in blocks of whole rows. */
  blocks(): AsyncGenerator<{ readonly row: number; readonly rows: number; bytes: Uint8Array }>;
}

/** Values read and written at once. */
const BLOCK_VALUES = 2 ** 20;

/** Plans to write a source as a type; `wrote` hears of the bytes of each block. */
export function planned(
  name: string,
  source: ArraySource,
  dtype: string,
  wrote: (bytes: number) => void,
  options: CallOptions,
): Planned {
  const { shape, attributes } = source;
  const rows = shape[0] ?? 1;
  const step = Math.max(1, Math.floor(BLOCK_VALUES / Math.max(1, rowWidth(shape))));
  return {
    name,
    shape,
    dtype,
    byteLength: rows * rowWidth(shape) * itemsizeOf(dtype),
    attributes,
    async *blocks() {
      for (let row = 0; row < rows; row += step) {
        const end = Math.min(row + step, rows);
        const values = await source.read(row, end, options);
        const bytes = encodeValues(values, dtype, source.name);
        yield { row, rows: end - row, bytes };
        wrote(bytes.length);
      }
    },
  };
}
