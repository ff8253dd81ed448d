import type { ComplexVector, FrequencyMoments } from "@svcca/dft-preprocessing";
import type { CallOptions, ComplexBackend, ComplexMatrix } from "@svcca/linalg";
import { countKept, type Reduction } from "../routes/basis.js";
import { fullRounding, type Rounding } from "../routes/rounding.js";
import { rescaled } from "./rescaled.js";

/** The directions of one layer at one frequency that take part. */
export interface ComplexWhitening {
  /** channels x k: weights^H C weights is the identity. */
  readonly weights: ComplexMatrix;
  /** Of each channel at this frequency. */
  readonly mean: ComplexVector;
  /** Channels without variance at this frequency. */
  readonly constant: number;
  /** Estimated error of a correlation by the rounding of the covariance. */
  readonly error: number;
  /** Sums of squares that rounding of the data and of the transform left in each channel. */
  readonly noise: Float64Array;
}

/** The moments of one layer at one frequency. */
export interface OneSide {
  readonly gram: ComplexMatrix;
  readonly mean: ComplexVector;
  /** Sums of squares that mean nothing, channel by channel. */
  readonly rounding: Float64Array;
  readonly datapoints: number;
}

/** One side of the moments of two layers. */
export function sideOf(moments: FrequencyMoments, side: "x" | "y"): OneSide {
  const { cxx, cyy, meanX, meanY, roundingX, roundingY, datapoints } = moments;
  return side === "x"
    ? { gram: cxx, mean: meanX, rounding: roundingX, datapoints }
    : { gram: cyy, mean: meanY, rounding: roundingY, datapoints };
}

/**
 * Whitens some Hermitian covariances, each of one layer at one frequency: as `routes/gram.ts` does
 * with a real one, in complex numbers. Undefined where no channel varies at the frequency.
 *
 * All directions of CCA are kept, those at the noise level scaled as if they were just above it:
 * reading the data again along them (`read-again.ts`) tells content from rounding.
 */
export async function complexWhiten(
  sides: readonly OneSide[],
  reduction: Reduction,
  backend: ComplexBackend,
  call: CallOptions,
): Promise<(ComplexWhitening | undefined)[]> {
  const found = sides.map((side) => scaled(side, reduction));
  const there = found.filter((one) => one !== undefined);
  const turns = await complexTurns(
    there.map(({ matrix, factors, constant }) => ({
      a: matrix,
      factors,
      noise: fullRounding(matrix.rows, backend),
      keep: (sizes, rank) =>
        reduction.kind === "all" ? matrix.rows - constant : countKept(reduction, sizes, rank),
    })),
    backend,
    call,
  );
  const turnOf = new Map(there.map((one, i) => [one, turns[i]!]));
  return found.map((one, i) => one && whitening(sides[i]!, one, turnOf.get(one)!));
}

/** A covariance whose channels were brought to the size at which they are decomposed. */
interface Scaled {
  readonly matrix: ComplexMatrix;
  /** 0 for a channel that does not vary. */
  readonly factors: Float64Array;
  readonly constant: number;
}

function scaled(
  { gram, mean, rounding, datapoints }: OneSide,
  reduction: Reduction,
): Scaled | undefined {
  const d = gram.rows;
  // CCA does not change when channels are scaled, so each is first brought to unit norm; the
  // largest directions of SVCCA do depend on scale. See routes/gram.ts.
  const factors = Float64Array.from({ length: d }, (_, j) => {
    const squares = gram.re[j * (d + 1)]!;
    const centring = datapoints * (4 * 2 ** -53) ** 2 * (mean.re[j]! ** 2 + mean.im[j]! ** 2);
    if (squares <= rounding[j]! + centring) return 0;
    return reduction.kind === "all" ? 1 / Math.sqrt(squares) : 1;
  });
  const constant = factors.filter((factor) => factor === 0).length;
  if (constant === d) return undefined;
  return { matrix: rescaled(gram, factors, factors), factors, constant };
}

function whitening(
  { gram, mean, rounding }: OneSide,
  { constant }: Scaled,
  turn: Turn,
): ComplexWhitening {
  const d = gram.rows;
  // Of the transform, an eighth of the most that is possible, as the errors of many additions do
  // not all have the same sign.
  const noise = rounding.map((most, j) => most / 64 + (4 * 2 ** -53) ** 2 * gram.re[j * (d + 1)]!);
  return { ...turn, mean, constant, noise };
}

/** A Hermitian matrix whose directions are wanted. */
export interface Turning {
  readonly a: ComplexMatrix;
  /** What its rows and columns were multiplied by; the directions are those without. */
  readonly factors: Float64Array;
  /** What of the matrix is rounding; directions under its floor are scaled as if at it. */
  readonly noise: Rounding;
  /** How many, of the roots of all eigenvalues and of those above the floor. */
  readonly keep: (sizes: Float64Array, rank: number) => number;
}

/** Directions of a Hermitian matrix A without its factors: weights^H A weights is the identity. */
export interface Turn {
  readonly weights: ComplexMatrix;
  readonly error: number;
}

/** The directions of some Hermitian matrices. */
export async function complexTurns(
  list: readonly Turning[],
  backend: ComplexBackend,
  call: CallOptions,
): Promise<Turn[]> {
  const found = await backend.hermitianEighs(
    list.map(({ a }) => a),
    {
      ...call,
      keep: (values, i) => {
        const { noise, keep } = list[i]!;
        const floor = noise.floor(values[0]!);
        const rank = values.filter((value) => value > floor).length;
        return keep(
          values.map((value) => Math.sqrt(Math.max(0, value))),
          rank,
        );
      },
    },
  );
  return found.map(({ values, vectors }, i) => {
    const { noise, factors } = list[i]!;
    const floor = noise.floor(values[0]!);
    const kept = values.slice(0, vectors.cols).map((value) => Math.max(value, floor));
    const weights = rescaled(
      vectors,
      factors,
      kept.map((value) => 1 / Math.sqrt(value)),
    );
    return { weights, error: noise.error(values[0]!) / kept.at(-1)! };
  });
}

/**
 * What rounding of the data and of the transform changes in a correlation: large values cancel to a
 * small direction, so that its variate has the error of the former. No way of computing avoids it.
 */
export function determinedError({
  weights: { re, im, cols },
  noise,
}: Pick<ComplexWhitening, "weights" | "noise">): number {
  const sums = new Float64Array(cols);
  for (let i = 0, p = 0; i < noise.length; i++) {
    for (let j = 0; j < cols; j++, p++) sums[j]! += noise[i]! * (re[p]! ** 2 + im[p]! ** 2);
  }
  return Math.sqrt(sums.reduce((max, sum) => Math.max(max, sum), 0));
}
