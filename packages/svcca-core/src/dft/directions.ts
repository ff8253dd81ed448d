import {
  type ComplexVector,
  commonFrequencies,
  type Frequency,
  type FrequencyMoments,
  frequencyMoments,
  imageSize,
  type Size,
} from "@svcca/dft-preprocessing";
import {
  adjoint,
  type ComplexMatrix,
  complexMatmul,
  complexSvd,
  referenceBackend,
  SvccaError,
  withComplexFallback,
} from "@svcca/linalg";
import type { Activations } from "../input/activations.js";
import { assertCorrelation, compareFrequencies, errorOf } from "./frequency.js";
import { imageLayerOf } from "./layers.js";
import { type DftOptions, reductionOf } from "./options.js";
import { needsReading, readAgain } from "./read-again.js";

/**
 * Directions of one layer at one spatial frequency: complex combinations of the Fourier coefficients
 * of its channels. The variate of an image is the sum of conj(weight) (coefficient - mean), of mean
 * 0 and variance 1 (divisor n - 1) over the images. A pair of directions, one of each layer, is
 * determined up to a common phase, as that of real ones is up to sign.
 */
export interface FrequencyDirections extends Size {
  readonly frequency: Pick<Frequency, "y" | "x">;
  /** channels x k: column i says how much each channel counts in direction i. */
  readonly weights: ComplexMatrix;
  /** The mean coefficient of each channel. */
  readonly mean: ComplexVector;
}

/** What {@link dftDirections} found. */
export interface DftDirections {
  readonly frequency: Frequency;
  /** The canonical correlations at this frequency, largest first, in [0, 1]. */
  readonly coefficients: Float64Array;
  /** Direction i of x belongs to direction i of y. */
  readonly x: FrequencyDirections;
  readonly y: FrequencyDirections;
  readonly error: number;
}

/**
 * The aligned directions of two layers at one spatial frequency: what `dftSvcca` compares there.
 * `spatialMaps` shows one as images. Reads the layers once, or up to three times.
 *
 * @param frequency whole waves over the height and the width, one that both layers have.
 * @throws SvccaError as `dftSvcca`; `invalid-argument` for another frequency, `no-variance` where a
 *   layer does not vary at it.
 */
export async function dftDirections(
  x: Activations,
  y: Activations,
  frequency: Pick<Frequency, "y" | "x">,
  options: Omit<DftOptions, "average"> = {},
): Promise<DftDirections> {
  const { layout, signal, memory = 2 ** 29, onProgress = () => {} } = options;
  const reduction = reductionOf(options);
  const backend = withComplexFallback(options.backend ?? referenceBackend);
  const call = signal ? { signal } : {};
  const layers = [imageLayerOf(x, "x", layout), imageLayerOf(y, "y", layout)] as const;
  const sizes = layers.map(imageSize);
  const known = knownFrequency(commonFrequencies(sizes[0]!, sizes[1]).half, frequency);
  const reading = { backend, ...call, memory, onProgress, frequencies: [known] };
  const all: FrequencyMoments[] = [];
  for await (const moments of frequencyMoments(...layers, reading)) all.push(moments);
  const [first] = await compareFrequencies(all, reduction, backend, call);
  if (!first) {
    throw new SvccaError(
      "no-variance",
      `dftDirections: a layer does not vary at frequency (${known.y}, ${known.x}); take one at which both do`,
      { frequency: known },
    );
  }
  const [found] = needsReading(first, backend)
    ? await readAgain(layers, [first], memory / 4, backend, call, onProgress)
    : [first];
  const { u, s, vh } = await complexSvd(found!.cross, call);
  const error = errorOf(found!);
  assertCorrelation(s[0]!, error, known);
  const side = async (name: "x" | "y", turn: ComplexMatrix): Promise<FrequencyDirections> => {
    const { weights, mean } = found![name];
    const turned = await complexMatmul(weights, turn, { backend, ...call });
    // Unit sum of squares becomes unit variance.
    const scale = (part: Float64Array) => part.map((w) => w * Math.sqrt(found!.datapoints - 1));
    return {
      ...sizes[name === "x" ? 0 : 1]!,
      frequency: known,
      mean,
      weights: { ...turned, re: scale(turned.re), im: scale(turned.im) },
    };
  };
  return {
    frequency: known,
    coefficients: s.map((value) => Math.min(1, value)),
    x: await side("x", u),
    y: await side("y", adjoint(vh)),
    error,
  };
}

/** @throws SvccaError `invalid-argument` for a frequency that the layers do not share. */
function knownFrequency(
  half: readonly Frequency[],
  { y, x }: Pick<Frequency, "y" | "x">,
): Frequency {
  const at = (one: Frequency) => one.y === y && one.x === x;
  const opposite = (one: Frequency) => one.multiplicity === 2 && one.y === -y && one.x === -x;
  const found = half.find(at) ?? half.find(opposite);
  if (found) return { y, x, multiplicity: found.multiplicity };
  throw new SvccaError(
    "invalid-argument",
    `dftDirections: frequency (${y}, ${x}) is none that both layers have; give whole waves from -size/2 to below size/2 of the smaller size`,
    { y, x },
  );
}
