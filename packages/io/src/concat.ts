import { type ArraySource, type RowOptions, SvccaError } from "@svcca/linalg";
import { checkRows, type FileSource, rowWidth } from "./source.js";

/**
 * Arrays one behind the other along the rows, as one long array: the shards of a run. Rows are
 * read from one after the other, so no more than a block is in memory.
 *
 * @param name what to call the whole in messages.
 * @throws SvccaError `invalid-argument` for no array or for scalars, `shape-mismatch` when their
 *   rows, types or layouts differ.
 */
export function concatRows(name: string, sources: readonly ArraySource[]): FileSource {
  const [first] = sources;
  if (!first) throw new SvccaError("invalid-argument", `${name}: no array; give at least one`, {});
  for (const source of sources) checkAlike(name, first, source);
  const starts: number[] = [];
  let rows = 0;
  for (const { shape } of sources) {
    starts.push(rows);
    rows += shape[0]!;
  }
  const { dtype, attributes } = first;
  const perRow = rowWidth(first.shape) * (/c\d+$/.test(dtype) ? 2 : 1);
  return {
    name,
    shape: [rows, ...first.shape.slice(1)],
    dtype,
    attributes,
    fortranOrder: false,
    async read(start: number, end: number, { into: _, ...options }: RowOptions = {}) {
      // What one array gave is not lent to the next: it may be memory of that array's own.
      checkRows(name, start, end, rows);
      if (start === end) return first.read(0, 0, options);
      let out: Float32Array | Float64Array | undefined;
      for (const [i, source] of sources.entries()) {
        const at = starts[i]!;
        const from = Math.max(start, at);
        const to = Math.min(end, at + source.shape[0]!);
        if (from >= to) continue;
        const part = await source.read(from - at, to - at, options);
        if (to - from === end - start) return part;
        out ??= new (part.constructor as Float64ArrayConstructor)((end - start) * perRow);
        out.set(part, (from - start) * perRow);
      }
      return out!;
    },
  };
}

function checkAlike(name: string, first: ArraySource, other: ArraySource): void {
  const describe = ({ shape, dtype, attributes: { layout } }: ArraySource) =>
    `(n${shape
      .slice(1)
      .map((n) => `, ${n}`)
      .join("")}) of ${dtype}${layout ? `, ${layout}` : ""}`;
  if (other.shape.length === 0) {
    throw new SvccaError("invalid-argument", `${other.name}: one value, no rows to join`, {});
  }
  if (describe(first) !== describe(other)) {
    throw new SvccaError(
      "shape-mismatch",
      `${name}: ${other.name} is ${describe(other)}, ${first.name} is ${describe(first)}; shards must have the same rows`,
      { first: first.shape, other: other.shape },
    );
  }
}
