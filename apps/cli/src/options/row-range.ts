import { InvalidArgumentError } from "commander";

/** Which datapoints to use, as in a Python slice. */
export interface RowRange {
  /** Negative counts from the end. */
  readonly start?: number;
  /** Excluded; negative counts from the end. */
  readonly end?: number;
  /** Every how many; at least 1. */
  readonly step: number;
}

/** Reads START:END:STEP, of which each may be left out: `:1000`, `500:`, `::10`, `-100:`. */
export function rowRange(text: string): RowRange {
  const match = /^(-?\d+)?:(-?\d+)?(?::(\d+)?)?$/.exec(text);
  const [start, end, step = 1] = (match ?? []).slice(1).map((part) => part && Number(part));
  if (!match || !Number(step)) {
    throw new InvalidArgumentError("Give START:END:STEP, for example :1000 or ::10.");
  }
  return {
    ...(typeof start === "number" ? { start } : {}),
    ...(typeof end === "number" ? { end } : {}),
    step: Number(step),
  };
}
