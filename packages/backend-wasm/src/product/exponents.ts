import type { Engine } from "../engine/engine.js";
import { paddedTo, SINGLE, type Staged } from "./staged.js";

/**
 * Exponents of the powers of two that float32 columns are divided by, so that they have a size of about
 * 1: squares would leave the range of float32 long before those of float64 do. -Infinity for a column
 * without a size, which stays as it is.
 */
export type Exponents = readonly number[];

/** What the sizes of columns ask for, once they were added up. */
export function exponentsOf(
  engine: Engine,
  { sizes }: Staged,
  cols: number,
  rows: number,
): Exponents {
  return Array.from(engine.float64(sizes, cols), (sum) => {
    const size = sum / rows;
    if (!(size > 0 && size < Number.MAX_VALUE)) return Number.NEGATIVE_INFINITY;
    // A power of two beyond this is no number any more.
    return Math.max(-1000, Math.min(1000, Math.floor(Math.log2(size))));
  });
}

/** What the kernels multiply columns by. */
export function setFactors(engine: Engine, { factors }: Staged, exponents: Exponents): void {
  const out = engine.float64(factors, exponents.length);
  for (const [j, exponent] of exponents.entries()) out[j] = 1 / powerOf(exponent);
}

/** Undoes the division of rows and columns. */
export function scaleBack(out: Float64Array, rows: Exponents, columns: Exponents): void {
  scale(out, columns.length, rows.map(powerOf), columns.map(powerOf));
}

/** Multiplies rows and columns of a matrix whose rows are `stride` values apart. */
function scale(
  out: Float64Array,
  stride: number,
  rows: readonly number[],
  columns: readonly number[],
): void {
  for (let i = 0; i < rows.length; i++) {
    const factor = rows[i]!;
    const from = i * stride;
    // One after the other: their product may be no number any more.
    for (let j = 0; j < columns.length; j++) out[from + j] = out[from + j]! * factor * columns[j]!;
  }
}

function powerOf(exponent: number): number {
  return exponent === Number.NEGATIVE_INFINITY ? 1 : 2 ** exponent;
}

/** Columns of a block may be so much larger, as an exponent, before float32 is too small for them. */
const MOST_LARGER = 30;

/**
 * Exponents for sums over blocks: those of the first block in which a column has a size, until it
 * becomes so large that its sums are divided by a larger power. Powers of two cost no bits.
 */
export class RunningExponents {
  /** Of each layer. */
  readonly known: number[][];

  /** @param results where the products of pairs are added up, in whole strips. */
  constructor(
    private readonly engine: Engine,
    private readonly widths: readonly number[],
    private readonly pairs: readonly (readonly [number, number])[],
    private readonly results: readonly number[],
  ) {
    this.known = widths.map((d) => new Array<number>(d).fill(Number.NEGATIVE_INFINITY));
  }

  /** What the columns of a block are divided by, given what their sizes ask for. */
  settle(found: readonly Exponents[]): readonly Exponents[] {
    const factors = this.known.map((exponents, i) =>
      exponents.map((before, j) => {
        const wanted = found[i]![j]!;
        const none = before === Number.NEGATIVE_INFINITY;
        if (!none && wanted <= before + MOST_LARGER) return 1;
        exponents[j] = wanted;
        // What has no size so far is zeros.
        return none ? 1 : 2 ** (before - wanted);
      }),
    );
    const changed = factors.map((some) => some.some((factor) => factor !== 1));
    for (const [k, [i, j]] of this.pairs.entries()) {
      if (!changed[i] && !changed[j]) continue;
      const stride = paddedTo(this.widths[j]!, SINGLE);
      const sums = this.engine.float64(this.results[k]!, this.widths[i]! * stride);
      scale(sums, stride, factors[i]!, factors[j]!);
    }
    return this.known;
  }
}
