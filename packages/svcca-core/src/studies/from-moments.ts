import { assertPairs, SvccaError, transpose } from "@svcca/linalg";
import { type MeasureChoice, measureOf } from "../measures/choice.js";
import { contextOf } from "../measures/measure.js";
import type { Similarity } from "../measures/result.js";
import { similarityFromMoments } from "../measures/similarity.js";
import type { Moments, Pair, PairView } from "../moments/moments.js";
import type { Basis } from "../routes/basis.js";
import { crossOf, gramBasis } from "../routes/gram.js";

/**
 * Any pairs among the layers of some second moments, one result after another in the order of
 * `pairs`: `comparePairs` where the data are out of reach. Each layer is decomposed once. A pair may
 * be the other way round than the moments have it, or a layer with itself.
 *
 * Directions under about 1e-7 of the largest are out of reach, as for `ccaFromMoments`.
 *
 * @param pairs by place in the layers of `moments`.
 * @throws SvccaError `not-found` when the cross moments of a pair were not collected,
 *   `too-few-datapoints`, and as `similarityFromMoments`.
 */
export async function* comparePairsFromMoments(
  moments: Moments,
  pairs: readonly Pair[],
  options: MeasureChoice = {},
): AsyncGenerator<Similarity> {
  assertPairs("comparePairsFromMoments", pairs, moments.layers.length);
  const { directions } = measureOf(options);
  const context = contextOf(options);
  const { backend, call } = context;
  const { datapoints } = moments;
  const bases = new Map<number, Basis>();
  const basisOf = async (place: number): Promise<Basis> => {
    const route = { reduction: directions!.reduction, backend, call, refinable: false };
    const basis = bases.get(place) ?? (await gramBasis(moments.layers[place]!, datapoints, route));
    bases.set(place, basis);
    return basis;
  };
  for (const pair of pairs) {
    const view = viewOf(moments, pair);
    if (!directions || datapoints < 2) {
      const { x, y, cross } = view;
      const both = { datapoints, layers: [x, y], crosses: [{ x: 0, y: 1, product: cross }] };
      yield await similarityFromMoments(both, options);
      continue;
    }
    const [x, y] = [await basisOf(pair[0]), await basisOf(pair[1])];
    const cross = await crossOf(x, y, view.cross, { backend, call });
    const { unitRoundoff } = backend;
    yield await directions.score({ x, y, cross, datapoints, unitRoundoff }, context);
  }
}

function viewOf({ datapoints, layers, crosses }: Moments, [i, j]: Pair): PairView {
  const [x, y] = [layers[i]!, layers[j]!];
  if (i === j) return { datapoints, x, y, cross: x.gram };
  const straight = crosses.find((one) => one.x === i && one.y === j);
  if (straight) return { datapoints, x, y, cross: straight.product };
  const turned = crosses.find((one) => one.x === j && one.y === i);
  if (turned) return { datapoints, x, y, cross: transpose(turned.product) };
  throw new SvccaError(
    "not-found",
    `moments: no cross moments of ${x.name} and ${y.name}; collect both together`,
    { pair: [i, j] },
  );
}
