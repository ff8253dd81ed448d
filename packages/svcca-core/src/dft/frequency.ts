import type { Frequency, FrequencyMoments } from "@svcca/dft-preprocessing";
import {
  type CallOptions,
  type ComplexBackend,
  type ComplexMatrix,
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

/** Two layers at one frequency, each in its own directions, and what is between the channels. */
export interface Whitened extends Omit<FrequencyComparison, "cross"> {
  /** channels of x x channels of y. */
  readonly product: ComplexMatrix;
}

/** The directions at some frequencies; undefined where a layer has no variance. */
export async function compareFrequencies(
  list: readonly FrequencyMoments[],
  reduction: Reduction,
  backend: ComplexBackend,
  call: CallOptions,
): Promise<(FrequencyComparison | undefined)[]> {
  const sides = list.flatMap((one) => [sideOf(one, "x"), sideOf(one, "y")]);
  const whitened = await complexWhiten(sides, reduction, backend, call);
  const both = list.map(({ frequency, datapoints, cxy }, i): Whitened | undefined => {
    const [x, y] = [whitened[2 * i], whitened[2 * i + 1]];
    return x && y && { frequency, datapoints, x, y, product: cxy };
  });
  return crossed(both, backend, call);
}

/** What is between the directions, where both layers have some. */
export async function crossed(
  list: readonly (Whitened | undefined)[],
  backend: ComplexBackend,
  call: CallOptions,
): Promise<(FrequencyComparison | undefined)[]> {
  const there = list.filter((one) => one !== undefined);
  const products = there.map(({ product, x, y }) => ({ a: product, x: x.weights, y: y.weights }));
  const crosses = await turned(products, backend, call);
  const found = new Map(there.map((one, i) => [one, crosses[i]!]));
  return list.map((one) => {
    if (!one) return undefined;
    const { product: _, ...rest } = one;
    return { ...rest, cross: found.get(one)! };
  });
}

/** x^H a y of each. */
export async function turned(
  list: readonly Readonly<Record<"a" | "x" | "y", ComplexMatrix>>[],
  backend: ComplexBackend,
  call: CallOptions,
): Promise<ComplexMatrix[]> {
  const left = list.map(({ a, x }) => ({ a: x, b: a, adjointA: true }));
  const halves = await backend.complexProducts(left, call);
  return backend.complexProducts(
    list.map(({ y }, i) => ({ a: halves[i]!, b: y })),
    call,
  );
}

/**
 * The canonical correlations at some frequencies.
 *
 * @throws SvccaError `accuracy` when one leaves [0, 1] by more than rounding explains.
 */
export async function conclude(
  list: readonly FrequencyComparison[],
  backend: ComplexBackend,
  call: CallOptions,
): Promise<ComparedFrequency[]> {
  const values = await backend.complexSingularValues(
    list.map(({ cross }) => cross),
    call,
  );
  return list.map(({ frequency, x, y }, i) => {
    const s = values[i]!;
    const error = errorOf({ x, y });
    assertCorrelation(s[0]!, error, frequency);
    return {
      frequency,
      coefficients: s.map((value) => Math.min(1, value)),
      kept: { x: x.weights.cols, y: y.weights.cols },
      constant: { x: x.constant, y: y.constant },
      error,
      unitRoundoff: backend.unitRoundoff,
    };
  });
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
