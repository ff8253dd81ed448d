import type { CallOptions } from "./backend.js";

/** What a reading may be given. */
export interface RowOptions extends CallOptions {
  /**
   * Values of an earlier reading of the same source, which are no longer needed: a source may fill
   * their memory and return it, and saves the time that new memory takes, more than the reading
   * itself where a file is in the cache. Default: new memory, or the source's own.
   */
  readonly into?: Float32Array | Float64Array;
}

/**
 * An array that is read in blocks of rows: a file, a part of a file, or memory. The first axis is
 * the one that is streamed, so an array of any length goes through fixed memory.
 */
export interface ArraySource {
  /** What to call it in messages, for example `run.npz:conv1`. */
  readonly name: string;
  /** The size of each axis, in C order; `[]` for a scalar. */
  readonly shape: readonly number[];
  /** The type of the stored values, as NumPy writes it: `<f4`, `>f8`, `<f2`, `|u1`, `<c8`. */
  readonly dtype: string;
  /** What the file says about the array, for example `layout: "NCHW"`. */
  readonly attributes: Readonly<Record<string, string>>;
  /**
   * The values of rows `start` (included) to `end` (excluded), C order, as floating point numbers
   * that hold each stored value exactly: Float32Array where 24 bits suffice, Float64Array else.
   * Complex values take two places, real part first.
   *
   * @throws SvccaError `invalid-argument` for rows outside the array, `format` for a damaged file.
   */
  read(start: number, end: number, options?: RowOptions): Promise<Float32Array | Float64Array>;
}
