import { type ArraySource, type RowOptions, SvccaError } from "@svcca/linalg";
import { checkRows, rowWidth } from "../source.js";

/** Arrays of up to this many values are read once and kept, since rows in any order jump about. */
const MOST_KEPT = 2 ** 25;

/**
 * The rows of an array that are named, in the order in which they are named. Rows that follow on
 * each other are read together; others of a small array from memory, of a large one by place,
 * which is slow where the file is compressed.
 *
 * @throws SvccaError `invalid-argument` for a row that is not there.
 */
export function pickRows(source: ArraySource, rows: readonly number[]): ArraySource {
  const total = source.shape[0] ?? 1;
  const wrong = rows.find((row) => !Number.isInteger(row) || row < 0 || row >= total);
  if (wrong !== undefined) {
    throw new SvccaError(
      "invalid-argument",
      `${source.name}: row ${wrong} of an array with ${total}`,
      { row: wrong, rows: total },
    );
  }
  const perRow = rowWidth(source.shape) * (source.dtype[1] === "c" ? 2 : 1);
  const sorted = rows.every((row, i) => i === 0 || row > rows[i - 1]!);
  let whole: Promise<Float32Array | Float64Array> | undefined;

  async function read(start: number, end: number, options?: RowOptions) {
    if (sorted || total * perRow > MOST_KEPT) return source.read(start, end, options);
    // Kept, so not in the caller's memory.
    const { into: _, ...call } = options ?? {};
    whole ??= source.read(0, total, call);
    try {
      return (await whole).subarray(start * perRow, end * perRow);
    } catch (error) {
      // What failed or was called off may be asked for again.
      whole = undefined;
      throw error;
    }
  }

  return {
    ...source,
    shape: [rows.length, ...source.shape.slice(1)],
    async read(start, end, options) {
      checkRows(source.name, start, end, rows.length);
      if (start === end) return source.read(0, 0, options);
      let out: Float32Array | Float64Array | undefined;
      for (let at = start; at < end; ) {
        let next = at + 1;
        while (next < end && rows[next] === rows[next - 1]! + 1) next++;
        const part = await read(rows[at]!, rows[next - 1]! + 1, options);
        if (next - at === end - start) return part;
        out ??= new (part.constructor as Float64ArrayConstructor)((end - start) * perRow);
        out.set(part, (at - start) * perRow);
        at = next;
      }
      return out!;
    },
  };
}
