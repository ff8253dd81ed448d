import { type ArraySource, SvccaError } from "@svcca/linalg";
import { checkRows } from "../source.js";
import type { RowRange } from "./row-range.js";

/**
 * The rows that `range` chooses of an array, in their order. A stride reads what lies between the
 * chosen rows too, and lets it go.
 *
 * @throws SvccaError `invalid-argument` when the range holds no row, or is not of whole numbers with a
 *   step from 1.
 */
export function selectRows(source: ArraySource, range: RowRange): ArraySource {
  assertRange(source.name, range);
  const [total = 0, ...rest] = source.shape;
  const place = (value: number) => Math.min(total, Math.max(0, value < 0 ? total + value : value));
  const first = place(range.start ?? 0);
  const end = place(range.end ?? total);
  const { step } = range;
  const rows = Math.max(0, Math.ceil((end - first) / step));
  if (rows === 0) {
    throw new SvccaError(
      "invalid-argument",
      `${source.name}: rows ${range.start ?? ""}:${range.end ?? ""}:${step} chooses none of its ${total} datapoints`,
      { array: source.name, datapoints: total, range },
    );
  }
  return {
    ...source,
    shape: [rows, ...rest],
    async read(from, to, options) {
      checkRows(source.name, from, to, rows);
      if (from === to) return source.read(0, 0, options);
      const start = first + from * step;
      const data = await source.read(start, Math.min(end, first + (to - 1) * step + 1), options);
      if (step === 1) return data;
      const width = data.length / ((to - 1 - from) * step + 1);
      const out = data.slice(0, (to - from) * width);
      for (let i = 1; i < to - from; i++) {
        out.set(data.subarray(i * step * width, (i * step + 1) * width), i * width);
      }
      return out;
    },
  };
}

function assertRange(name: string, { start = 0, end = 0, step }: RowRange): void {
  if ([start, end, step].every(Number.isSafeInteger) && step > 0) return;
  throw new SvccaError(
    "invalid-argument",
    `${name}: rows from ${start} to ${end}, every ${step}; give whole numbers, and a step from 1`,
    { array: name, start, end, step },
  );
}
