import type { Frequency, FrequencyMoments } from "@svcca/dft-preprocessing";
import {
  type CallOptions,
  type CompleteBackend,
  type ComplexMatrix,
  complexMatmul,
  complexSingularValues,
  SvccaError,
} from "@svcca/linalg";
import type { Reduction } from "../routes/basis.js";
import { type ComplexWhitening, complexWhiten, determinedError, sideOf } from "./whiten.js";

/** Two layers at one frequency, made comparable: what remains is one small decomposition. */
export interface FrequencyComparison {
  readonly frequency: Frequency;
  readonly datapoints: number;
  readonly x: ComplexWhitening;
  readonly y: ComplexWhitening;
  /** kx x ky: the correlations between the directions of x and of y. */
  readonly cross: ComplexMatrix;
}

/** What a comparison at one frequency found. */
export interface ComparedFrequency {
  readonly frequency: Frequency;
  /** The canonical correlations, largest first, in [0, 1]. */
  readonly coefficients: Float64Array;
  /** Directions of each layer that took part. */
  readonly kept: { readonly x: number; readonly y: number };
  /** Channels without variance at this frequency. */
  readonly constant: { readonly x: number; readonly y: number };
  /** Estimated error of the coefficients by rounding. */
  readonly error: number;
  /** Unit roundoff of the backend. */
  readonly unitRoundoff: number;
}

/** The directions at one frequency; undefined where a layer has no variance there. */
export async function compareFrequency(
  moments: FrequencyMoments,
  reduction: Reduction,
  backend: CompleteBackend,
  call: CallOptions,
): Promise<FrequencyComparison | undefined> {
  const { cxy, datapoints, frequency } = moments;
  const x = await complexWhiten(sideOf(moments, "x"), reduction, backend, call);
  const y = await complexWhiten(sideOf(moments, "y"), reduction, backend, call);
  if (!x || !y) return undefined;
  const cross = await turned(cxy, x.weights, y.weights, backend, call);
  return { frequency, datapoints, x, y, cross };
}

/** x^H a y. */
export async function turned(
  a: ComplexMatrix,
  x: ComplexMatrix,
  y: ComplexMatrix,
  backend: CompleteBackend,
  call: CallOptions,
): Promise<ComplexMatrix> {
  const half = await complexMatmul(x, a, { backend, ...call, adjointA: true });
  return complexMatmul(half, y, { backend, ...call });
}

/**
 * The canonical correlations at one frequency.
 *
 * @throws SvccaError `accuracy` when one leaves [0, 1] by more than rounding explains.
 */
export async function conclude(
  { frequency, x, y, cross }: FrequencyComparison,
  { unitRoundoff }: CompleteBackend,
  call: CallOptions,
): Promise<ComparedFrequency> {
  const s = await complexSingularValues(cross, call);
  const error = errorOf({ x, y });
  assertCorrelation(s[0]!, error, frequency);
  return {
    frequency,
    coefficients: s.map((value) => Math.min(1, value)),
    kept: { x: x.weights.cols, y: y.weights.cols },
    constant: { x: x.constant, y: y.constant },
    error,
    unitRoundoff,
  };
}

/** Estimated error of the coefficients by rounding. */
export function errorOf({ x, y }: Pick<FrequencyComparison, "x" | "y">): number {
  return Math.max(x.error, y.error, determinedError(x), determinedError(y));
}

/** @throws SvccaError `accuracy` for more than 1 beyond rounding. */
export function assertCorrelation(largest: number, error: number, frequency: Frequency): void {
  const tolerance = Math.max(1e-10, 16 * error);
  if (largest - 1 <= tolerance) return;
  throw new SvccaError(
    "accuracy",
    `dftSvcca: at frequency (${frequency.y}, ${frequency.x}) the largest canonical correlation came out as ${largest}, which rounding (${tolerance.toExponential(0)}) does not explain; keep fewer directions (truncate)`,
    { received: largest, tolerance, frequency },
  );
}
