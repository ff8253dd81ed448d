import { SvccaError } from "@svcca/linalg";
import { printable } from "../printable.js";

/** Which rows of an array, as in a slice of Python. */
export interface RowRange {
  /** Negative counts from the end; default the first. */
  readonly start?: number;
  /** Excluded; negative counts from the end; default all up to the last. */
  readonly end?: number;
  /** Every how many; a whole number from 1. */
  readonly step: number;
}

/**
 * Reads START:END:STEP, of which each may be left out: `:1000`, `500:`, `::10`, `-100:`.
 *
 * @throws SvccaError `invalid-argument` for other text.
 */
export function parseRowRange(text: string): RowRange {
  const match = /^(-?\d+)?:(-?\d+)?(?::(\d+)?)?$/.exec(text);
  const [start, end, step = 1] = (match ?? []).slice(1).map((part) => part && Number(part));
  if (!match || !Number(step)) {
    throw new SvccaError(
      "invalid-argument",
      `rows "${printable(text, 40)}": give START:END:STEP, for example :1000 or ::10`,
      { received: text },
    );
  }
  return {
    ...(typeof start === "number" ? { start } : {}),
    ...(typeof end === "number" ? { end } : {}),
    step: Number(step),
  };
}
