import {
  commonFrequencies,
  type Frequency,
  type ImageLayer,
  imageSize,
  layerFrequencyMoments,
} from "@svcca/dft-preprocessing";
import { inBatches } from "./batches.js";
import type { DftSetting } from "./options.js";
import { type ComplexWhitening, complexWhiten } from "./whiten.js";

/** Bytes of whitenings that are kept for further pairs: 512 MB. */
const MOST_BYTES = 2 ** 29;

type Place = Pick<Frequency, "y" | "x">;
type Whitenings = ReadonlyMap<string, ComplexWhitening | undefined>;

/** The directions of layers at their frequencies, each decomposed once while there is room. */
export interface FrequencyBases {
  /** Decomposes the layers that are not known, and forgets others where room is short. */
  prepare(layers: readonly number[]): Promise<void>;
  /** Of a prepared layer; undefined where no channel varies. */
  at(layer: number, frequency: Place): ComplexWhitening | undefined;
}

/**
 * @param pairs all pairs of the study: a layer is decomposed at the frequencies that they share.
 * @param onDecomposed called with each layer that was.
 */
export function frequencyBases(
  layers: readonly ImageLayer[],
  pairs: readonly (readonly [number, number])[],
  { reduction, backend, call, memory }: DftSetting,
  onDecomposed: () => void,
): FrequencyBases {
  const known = new Map<number, Whitenings>();

  const decompose = async (i: number): Promise<Whitenings> => {
    const layer = layers[i]!;
    const wanted = wantedOf(layers, pairs, i);
    const found = new Map<string, ComplexWhitening | undefined>();
    const options = { backend, ...call, memory };
    const all = layerFrequencyMoments(layer, wanted, options);
    for await (const batch of inBatches(all, ({ covariance }) => covariance.re.length)) {
      const sides = batch.map(({ covariance: gram, ...rest }) => ({ ...rest, gram }));
      const whitened = await complexWhiten(sides, reduction, backend, call);
      for (const [i, { frequency }] of batch.entries()) found.set(keyOf(frequency), whitened[i]);
    }
    onDecomposed();
    return found;
  };

  return {
    async prepare(wanted) {
      for (const i of wanted) {
        const found = known.get(i) ?? (await decompose(i));
        // The one that was used last is the last to go.
        known.delete(i);
        known.set(i, found);
        for (const old of [...known.keys()]) {
          if (!wanted.includes(old) && bytesOf(known) > MOST_BYTES) known.delete(old);
        }
      }
    },
    at(i, frequency) {
      const found = known.get(i)!;
      const canonical = canonicalOf(frequency, layers[i]!);
      const whitening = found.get(keyOf(canonical));
      return canonical === frequency || !whitening ? whitening : conjugate(whitening);
    },
  };
}

/** The frequencies at which the pairs of a layer need its directions, of opposite ones one. */
function wantedOf(
  layers: readonly ImageLayer[],
  pairs: readonly (readonly [number, number])[],
  i: number,
): Place[] {
  const wanted = new Map<string, Place>();
  for (const [x, y] of pairs) {
    if (x !== i && y !== i) continue;
    for (const one of commonFrequencies(imageSize(layers[x]!), imageSize(layers[y]!)).half) {
      const canonical = canonicalOf(one, layers[i]!);
      wanted.set(keyOf(canonical), { y: canonical.y, x: canonical.x });
    }
  }
  return [...wanted.values()];
}

/**
 * The same or the opposite frequency, whichever a layer is decomposed at: always the same one, so
 * that its directions do not depend on the pairs.
 */
function canonicalOf(frequency: Place, layer: ImageLayer): Place {
  const { height, width } = imageSize(layer);
  const opposite = { y: minus(frequency.y, height), x: minus(frequency.x, width) };
  const first = frequency.x - opposite.x || frequency.y - opposite.y;
  return first >= 0 ? frequency : opposite;
}

/** -f among -size/2 <= f < size/2. */
function minus(f: number, size: number): number {
  return f === 0 || 2 * f === -size ? f : -f;
}

/** The directions at the opposite frequency of real images. */
function conjugate(whitening: ComplexWhitening): ComplexWhitening {
  const { weights, mean } = whitening;
  const minus = (values: Float64Array) => values.map((value) => -value);
  return {
    ...whitening,
    weights: { ...weights, im: minus(weights.im) },
    mean: { ...mean, im: minus(mean.im) },
  };
}

function bytesOf(known: ReadonlyMap<number, Whitenings>): number {
  let bytes = 0;
  for (const one of known.values()) {
    for (const found of one.values()) bytes += 16 * (found?.weights.re.length ?? 0);
  }
  return bytes;
}

function keyOf({ y, x }: Place): string {
  return `${y},${x}`;
}
