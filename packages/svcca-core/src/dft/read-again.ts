import type { ImageLayer } from "@svcca/dft-preprocessing";
import { type CallOptions, type CompleteBackend, complexMatmul } from "@svcca/linalg";
import { promisedError } from "../routes/basis.js";
import { rankTolerance } from "../routes/read-again.js";
import { fullRounding } from "../routes/rounding.js";
import { type AlongMoments, momentsAlong } from "./along.js";
import { type FrequencyComparison, turned } from "./frequency.js";
import { type ComplexWhitening, complexTurn } from "./whiten.js";

/** Two more passes take any data of float64 to the accuracy of an SVD of the data themselves. */
const MOST_PASSES = 2;

/** Whether rounding of the covariances may show in the digits that users are promised. */
export function needsReading({ x, y }: FrequencyComparison, { unitRoundoff }: CompleteBackend) {
  return (
    Math.max(x.error, y.error) > promisedError({ unitRoundoff, momentsRoundoff: unitRoundoff })
  );
}

/**
 * Reads two layers along the directions found so far, until these are as accurate as if the
 * coefficients of each frequency had been decomposed themselves: what `routes/read-again.ts` does
 * with real numbers, at all frequencies that need it at once.
 *
 * @param bytes for the spectra of a block.
 */
export async function readAgain(
  layers: readonly [ImageLayer, ImageLayer],
  found: readonly FrequencyComparison[],
  bytes: number,
  backend: CompleteBackend,
  call: CallOptions,
  onImages: (done: number, total: number) => void,
): Promise<FrequencyComparison[]> {
  const better = [...found];
  for (let pass = 0; pass < MOST_PASSES; pass++) {
    const places = better.flatMap((one, i) => (needsReading(one, backend) ? [i] : []));
    if (places.length === 0) break;
    const some = places.map((i) => better[i]!);
    const moments = await momentsAlong(layers, some, bytes, backend, call, onImages);
    for (const [k, place] of places.entries()) {
      better[place] = await improved(some[k]!, moments[k]!, pass === 0, backend, call);
    }
  }
  return better;
}

/** Turns the directions by the moments along them; the first time, those of rounding are dropped. */
async function improved(
  { frequency, datapoints, x, y }: FrequencyComparison,
  { gramX, gramY, cross }: AlongMoments,
  decideRank: boolean,
  backend: CompleteBackend,
  call: CallOptions,
): Promise<FrequencyComparison> {
  const turnOf = (gram: AlongMoments["gramX"], { weights }: ComplexWhitening) => {
    const share = decideRank
      ? rankTolerance({ datapoints, neurons: weights.rows }, backend.unitRoundoff)
      : 0;
    const rounding = { ...fullRounding(gram.rows, backend), floor: (most: number) => share * most };
    const keep = (sizes: Float64Array, rank: number) => (decideRank ? rank : sizes.length);
    return complexTurn(gram, rounding, keep, call);
  };
  const [turnX, turnY] = [await turnOf(gramX, x), await turnOf(gramY, y)];
  const apply = async (side: ComplexWhitening, turn: typeof turnX): Promise<ComplexWhitening> => ({
    ...side,
    weights: await complexMatmul(side.weights, turn.weights, { backend, ...call }),
    error: turn.error,
  });
  return {
    frequency,
    datapoints,
    x: await apply(x, turnX),
    y: await apply(y, turnY),
    cross: await turned(cross, turnX.weights, turnY.weights, backend, call),
  };
}
