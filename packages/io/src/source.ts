import { type ArraySource, SvccaError } from "@svcca/linalg";
import type { ByteSource } from "./bytes/byte-source.js";
import type { Dtype } from "./values/dtype.js";

/** An array of a file. */
export interface FileSource extends ArraySource {
  /** Whether the file stores it column by column; what `read` gives is in C order all the same. */
  readonly fortranOrder: boolean;
}

/** How many values one row has. */
export function rowWidth(shape: readonly number[]): number {
  return shape.slice(1).reduce((product, n) => product * n, 1);
}

/** More rows or columns than an array without a single value has any use for. */
const MOST_OF_NOTHING = 2 ** 24;

/**
 * An array without values takes no bytes, whatever its shape says: sizes that lie there are bounded
 * by nothing in the file.
 *
 * @throws SvccaError `format` when an axis of an empty array is longer than 2^24.
 */
export function checkEmptyShape(name: string, shape: readonly number[]): void {
  if (!shape.includes(0) || shape.every((n) => n <= MOST_OF_NOTHING)) return;
  throw new SvccaError(
    "format",
    `${name}: an impossible shape (${shape.join(", ")}) for an array without values; write it again`,
    { shape },
  );
}

/** @throws SvccaError `invalid-argument` unless 0 <= start <= end <= rows, all whole numbers. */
export function checkRows(name: string, start: number, end: number, rows: number): void {
  const whole = Number.isSafeInteger(start) && Number.isSafeInteger(end);
  if (whole && start >= 0 && start <= end && end <= rows) return;
  throw new SvccaError(
    "invalid-argument",
    `${name}: rows ${start} to ${end} of an array with ${rows}; give 0 <= start <= end <= ${rows}`,
    { start, end, rows },
  );
}

/** An array whose rows lie one behind the other in `bytes`. */
export interface StoredRows {
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: Dtype;
  readonly attributes?: Readonly<Record<string, string>>;
  readonly bytes: ByteSource;
  /** Where the first row starts. */
  readonly dataStart: number;
}

/** Rows in C order as a source. @throws SvccaError `format` for an impossible shape. */
export function rowSource(stored: StoredRows): FileSource {
  const { name, shape, dtype, attributes = {}, bytes, dataStart } = stored;
  checkEmptyShape(name, shape);
  const width = rowWidth(shape);
  const rowBytes = width * dtype.itemsize;
  return {
    name,
    shape,
    dtype: dtype.name,
    attributes,
    fortranOrder: false,
    async read(start, end, options = {}) {
      checkRows(name, start, end, shape[0] ?? 1);
      options.signal?.throwIfAborted();
      const from = dataStart + start * rowBytes;
      const { into, ...call } = options;
      const memory = into && new Uint8Array(into.buffer, into.byteOffset, into.byteLength);
      const block = await bytes.slice(from, from + (end - start) * rowBytes, {
        ...call,
        ...(memory ? { into: memory } : {}),
      });
      return dtype.decode(block, (end - start) * width, name);
    },
  };
}
