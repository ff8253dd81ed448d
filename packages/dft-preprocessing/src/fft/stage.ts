import { unitCircle } from "@svcca/linalg";

/**
 * One pass of a Stockham transform: sequences of length radix * m become radix times as many of
 * length m, each `lanes` values wide and interleaved, so that no bits need be reversed and the
 * inner loop runs over neighbouring values.
 *
 * Source: Swarztrauber 1984, FFT algorithms for vector computers (the Stockham autosort), in its
 * decimation in frequency.
 */
export interface Stage {
  readonly radix: number;
  readonly m: number;
  /** exp(-2 pi i p j / (radix m)) for p < m and 0 < j < radix, at p (radix - 1) + j - 1. */
  readonly cos: Float64Array;
  readonly sin: Float64Array;
}

/** Reads x, writes y, both from `offset`; sequences are `lanes` values wide. */
export type Pass = (
  stage: Stage,
  lanes: number,
  offset: number,
  xr: Float64Array,
  xi: Float64Array,
  yr: Float64Array,
  yi: Float64Array,
) => void;

export function stageOf(radix: number, m: number): Stage {
  const cos = new Float64Array(m * (radix - 1));
  const sin = new Float64Array(m * (radix - 1));
  for (let p = 0, at = 0; p < m; p++) {
    for (let j = 1; j < radix; j++, at++) {
      const root = unitCircle(-p * j, radix * m);
      cos[at] = root.cos;
      sin[at] = root.sin;
    }
  }
  return { radix, m, cos, sin };
}
