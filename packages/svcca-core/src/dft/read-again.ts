import { type AlongMoments, type ImageLayer, momentsAlong } from "@svcca/dft-preprocessing";
import type { CallOptions, ComplexBackend, ComplexMatrix } from "@svcca/linalg";
import { promisedError } from "../routes/basis.js";
import { rankTolerance } from "../routes/read-again.js";
import { fullRounding } from "../routes/rounding.js";
import { type FrequencyComparison, turned } from "./frequency.js";
import { type ComplexWhitening, complexTurns } from "./whiten.js";

/** Two more passes take any data of float64 to the accuracy of an SVD of the data themselves. */
const MOST_PASSES = 2;

/** Whether rounding of the covariances may show in the digits that users are promised. */
export function needsReading({ x, y }: FrequencyComparison, { unitRoundoff }: ComplexBackend) {
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
  backend: ComplexBackend,
  call: CallOptions,
  onImages: (done: number, total: number) => void,
): Promise<FrequencyComparison[]> {
  const better = [...found];
  for (let pass = 0; pass < MOST_PASSES; pass++) {
    const places = better.flatMap((one, i) => (needsReading(one, backend) ? [i] : []));
    if (places.length === 0) break;
    const some = places.map((i) => better[i]!);
    const reading = { backend, ...call, memory: bytes, onProgress: onImages };
    const moments = await momentsAlong(...layers, some, reading);
    const turned = await improved(some, moments, pass === 0, backend, call);
    for (const [k, place] of places.entries()) better[place] = turned[k]!;
  }
  return better;
}

/** Turns the directions by the moments along them; the first time, those of rounding are dropped. */
async function improved(
  list: readonly FrequencyComparison[],
  moments: readonly AlongMoments[],
  decideRank: boolean,
  backend: ComplexBackend,
  call: CallOptions,
): Promise<FrequencyComparison[]> {
  const turning = (a: ComplexMatrix, { weights }: ComplexWhitening, datapoints: number) => {
    const share = decideRank
      ? rankTolerance({ datapoints, neurons: weights.rows }, backend.unitRoundoff)
      : 0;
    const noise = { ...fullRounding(a.rows, backend), floor: (most: number) => share * most };
    const keep = (sizes: Float64Array, rank: number) => (decideRank ? rank : sizes.length);
    return { a, factors: new Float64Array(a.rows).fill(1), noise, keep };
  };
  const turns = await complexTurns(
    list.flatMap(({ x, y, datapoints }, k) => {
      const { xx, yy } = moments[k]!;
      return [turning(xx, x, datapoints), turning(yy, y, datapoints)];
    }),
    backend,
    call,
  );
  const factors = list.flatMap(({ x, y }, k) => [
    { a: x.weights, b: turns[2 * k]!.weights },
    { a: y.weights, b: turns[2 * k + 1]!.weights },
  ]);
  const weights = await backend.complexProducts(factors, call);
  const crosses = await turned(
    moments.map(({ xy }, k) => ({
      a: xy,
      x: turns[2 * k]!.weights,
      y: turns[2 * k + 1]!.weights,
    })),
    backend,
    call,
  );
  const side = (whitening: ComplexWhitening, place: number): ComplexWhitening => ({
    ...whitening,
    weights: weights[place]!,
    error: turns[place]!.error,
  });
  return list.map(({ frequency, datapoints, x, y }, k) => ({
    frequency,
    datapoints,
    x: side(x, 2 * k),
    y: side(y, 2 * k + 1),
    cross: crosses[k]!,
  }));
}
