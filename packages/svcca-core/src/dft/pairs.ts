import {
  commonFrequencies,
  crossFrequencyMoments,
  type ImageLayer,
  imageSize,
} from "@svcca/dft-preprocessing";
import { assertPairs } from "@svcca/linalg";
import type { Activations } from "../input/activations.js";
import { KEPT_BYTES, keptSource, type Room } from "../input/kept.js";
import { assertCount } from "../measures/options.js";
import type { Similarity } from "../measures/result.js";
import { membersOf } from "../moments/groups.js";
import type { Pair } from "../moments/moments.js";
import type { PairsOptions } from "../studies/pairs.js";
import { frequencyBases } from "./bases.js";
import { inBatches } from "./batches.js";
import { Conclusions } from "./conclusions.js";
import { dftSvcca, resultOf } from "./dft-svcca.js";
import { crossed, type FrequencyComparison } from "./frequency.js";
import { imageLayerOf } from "./layers.js";
import { type DftOptions, settingOf } from "./options.js";
import type { DftResult } from "./result.js";

/** Bytes of cross moments of pairs that are collected in one reading. */
const CHUNK_BYTES = 2 ** 28;

/**
 * The result of a pair by frequency in the form that all measures have. The counts are those of the
 * flattened layers: all channels, and all kept directions, at all shared frequencies.
 */
export interface FrequencySimilarity
  extends Similarity,
    Pick<DftResult, "coefficients" | "frequencies"> {}

/** Options of {@link comparePairsByFrequency}. */
export type FrequencyPairsOptions = Omit<DftOptions, "onProgress"> &
  Pick<PairsOptions, "keep" | "onDecomposed">;

/**
 * `dftSvcca` of any pairs among any number of layers, one result after another in the order of
 * `pairs`. Dense layers meet convolutional ones at the zero frequency.
 *
 * Each layer is decomposed once at each of its frequencies, while the directions of all layers take
 * no more than 512 MB, and read once where the layers fit in memory (`keep`). Pairs share readings
 * and transforms, as many of them as fit in memory. That of a pair is the same to the last bit
 * whichever other pairs are asked for; `similarityByFrequency` of it alone differs by rounding.
 *
 * @param pairs by place in `layers`.
 * @throws SvccaError as `dftSvcca`; `invalid-argument` for a pair that is not among the layers.
 */
export async function* comparePairsByFrequency(
  layers: readonly Activations[],
  pairs: readonly Pair[],
  options: FrequencyPairsOptions = {},
): AsyncGenerator<FrequencySimilarity> {
  assertPairs("comparePairsByFrequency", pairs, layers.length);
  const { keep = KEPT_BYTES, onDecomposed } = options;
  assertCount("keep", keep, 0);
  const room: Room = { bytes: keep };
  const images = layers.map((layer, i) => {
    const checked = imageLayerOf(layer, `layer ${i}`, options.layout);
    return "data" in layer ? checked : { ...checked, source: keptSource(checked.source, room) };
  });
  const setting = settingOf(options);
  const { backend, call, memory } = setting;
  let decomposed = 0;
  const bases = frequencyBases(images, pairs, setting, () => {
    onDecomposed?.(++decomposed, layers.length);
  });
  for (const chunk of chunksOf(pairs, images)) {
    const { members, places } = membersOf(chunk);
    await bases.prepare(members);
    const halves = chunk.map(([x, y]) => sharedBy(images[x]!, images[y]!));
    const found = halves.map((half): (FrequencyComparison | undefined)[] =>
      half.map(() => undefined),
    );
    const those = members.map((i) => images[i]!);
    const crosses = crossFrequencyMoments(those, places, { backend, ...call, memory });
    for await (const batch of inBatches(crosses, ({ product }) => product.re.length)) {
      const whitened = batch.map(({ pair, frequency, product, datapoints }) => {
        const [x, y] = chunk[pair]!.map((i) => bases.at(i, frequency));
        return x && y && { frequency, datapoints, x, y, product };
      });
      const along = await crossed(whitened, backend, call);
      for (const [i, { pair, frequency }] of batch.entries()) {
        const place = halves[pair]!.findIndex(
          (one) => one.y === frequency.y && one.x === frequency.x,
        );
        found[pair]![place] = along[i];
      }
    }
    for (const [p, [x, y]] of chunk.entries()) {
      const both = [images[x]!, images[y]!] as const;
      const compared = new Conclusions(both, { ...setting, onImages: () => {} });
      await compared.add(found[p]!);
      const channels = { x: channelsOf(both[0]), y: channelsOf(both[1]) };
      const datapoints = both[0].source.shape[0]!;
      yield similarityOf(resultOf(await compared.all(), both, datapoints, channels, setting));
    }
  }
}

/** {@link dftSvcca} of two layers in the form that all measures have. */
export async function similarityByFrequency(
  x: Activations,
  y: Activations,
  options: DftOptions = {},
): Promise<FrequencySimilarity> {
  return similarityOf(await dftSvcca(x, y, options));
}

function sharedBy(x: ImageLayer, y: ImageLayer) {
  return commonFrequencies(imageSize(x), imageSize(y)).half;
}

function channelsOf({ source: { shape }, layout }: ImageLayer): number {
  return (shape.length === 4 && layout === "NHWC" ? shape[3] : shape[1]) ?? 1;
}

/** Pairs in their order, as many at once as their cross moments leave room for. */
function chunksOf(pairs: readonly Pair[], layers: readonly ImageLayer[]): Pair[][] {
  const chunks: Pair[][] = [];
  let bytes = Number.POSITIVE_INFINITY;
  for (const pair of pairs) {
    const [x, y] = [layers[pair[0]]!, layers[pair[1]]!];
    const more = 16 * sharedBy(x, y).length * channelsOf(x) * channelsOf(y);
    if (bytes + more > CHUNK_BYTES) {
      chunks.push([]);
      bytes = 0;
    }
    chunks.at(-1)!.push(pair);
    bytes += more;
  }
  return chunks;
}

function similarityOf(found: DftResult): FrequencySimilarity {
  const { channels, perFrequency, frequencies } = found;
  const places = frequencies.height * frequencies.width;
  const total = (side: "x" | "y") =>
    perFrequency.reduce((sum, { multiplicity, kept }) => sum + multiplicity * kept[side], 0);
  const { measure, similarity, coefficients, datapoints, backend, warnings } = found;
  return {
    measure,
    similarity,
    coefficients,
    frequencies,
    datapoints,
    kept: { x: total("x"), y: total("y") },
    neurons: { x: channels.x * places, y: channels.y * places },
    backend,
    warnings,
  };
}
