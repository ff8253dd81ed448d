import type { Frequency, Size } from "@svcca/dft-preprocessing";
import type { Warning } from "../result/warnings.js";
import type { ComparedFrequency } from "./frequency.js";
import { dftWarnings } from "./warnings.js";

/** What `dftSvcca` found at one frequency. */
export interface FrequencyResult extends Frequency {
  /** The mean canonical correlation; `average` says over what. */
  readonly similarity: number;
  /** The canonical correlations, largest first, in [0, 1]. */
  readonly coefficients: Float64Array;
  /** Directions of each layer that took part. */
  readonly kept: { readonly x: number; readonly y: number };
}

/** What `dftSvcca` found. */
export interface DftResult {
  readonly measure: "cca" | "svcca";
  /** The plain mean of the similarity over all frequencies at which both layers vary. */
  readonly similarity: number;
  readonly frequencies: {
    readonly height: number;
    readonly width: number;
    /**
     * height x width, in the order of an FFT (zero first, negative frequencies last); null where
     * a layer has no variance.
     */
    readonly similarity: readonly (readonly (number | null)[])[];
  };
  /** One of each pair of opposite frequencies at which both layers vary. */
  readonly perFrequency: readonly FrequencyResult[];
  /**
   * The union of the coefficients of all frequencies, opposite ones included, largest first: the
   * coefficients of the flattened layers where the data set holds all its translations and the
   * convolutions are circular.
   */
  readonly coefficients: Float64Array;
  readonly datapoints: number;
  readonly channels: { readonly x: number; readonly y: number };
  /** Estimated error of the coefficients by rounding. */
  readonly error: number;
  /** The name of the backend that computed. */
  readonly backend: string;
  readonly warnings: readonly Warning[];
}

/** What the frequencies say together; `over` is what the sums of coefficients are divided by. */
export function summaryOf(
  compared: readonly ComparedFrequency[],
  size: Size,
  datapoints: number,
  channels: { readonly x: number; readonly y: number },
  over: number | undefined,
): Pick<
  DftResult,
  "similarity" | "frequencies" | "perFrequency" | "coefficients" | "error" | "warnings"
> {
  const perFrequency = compared.map(({ frequency, coefficients, kept }) => ({
    ...frequency,
    similarity: coefficients.reduce((sum, r) => sum + r, 0) / (over ?? coefficients.length),
    coefficients,
    kept,
  }));
  const weight = perFrequency.reduce((sum, { multiplicity }) => sum + multiplicity, 0);
  const weighted = perFrequency.reduce((sum, one) => sum + one.multiplicity * one.similarity, 0);
  const error = compared.reduce((worst, one) => Math.max(worst, one.error), 0);
  const empty = size.height * size.width - weight;
  return {
    similarity: weighted / weight,
    frequencies: { ...mapOf(perFrequency, size) },
    perFrequency,
    coefficients: unionOf(perFrequency),
    error,
    warnings: dftWarnings(compared, { empty, datapoints, channels, error }),
  };
}

function mapOf(
  perFrequency: readonly FrequencyResult[],
  { height, width }: Size,
): DftResult["frequencies"] {
  const similarity = Array.from({ length: height }, () =>
    new Array<number | null>(width).fill(null),
  );
  for (const { y, x, multiplicity, similarity: value } of perFrequency) {
    similarity[(y + height) % height]![(x + width) % width] = value;
    if (multiplicity === 2) similarity[(height - y) % height]![(width - x) % width] = value;
  }
  return { height, width, similarity };
}

function unionOf(perFrequency: readonly FrequencyResult[]): Float64Array {
  const all = perFrequency.flatMap(({ coefficients, multiplicity }) =>
    multiplicity === 2 ? [...coefficients, ...coefficients] : [...coefficients],
  );
  return Float64Array.from(all).sort().reverse();
}
