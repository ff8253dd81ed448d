import { type Backend, SvccaError } from "@svcca/linalg";
import { type Moments, type Pair, pairOf } from "../moments/moments.js";
import { contextOf, type Measure } from "./measure.js";
import type { Similarity } from "./result.js";

/** A pair of `moments` by a measure that needs no more than these. */
export async function fromMoments<R extends Similarity>(
  measure: Measure<R> & Required<Pick<Measure<R>, "fromMoments">>,
  moments: Moments,
  {
    pair = [0, 1],
    ...options
  }: { readonly pair?: Pair; readonly backend?: Backend; readonly signal?: AbortSignal },
): Promise<R> {
  const view = pairOf(moments, pair);
  if (view.datapoints < 2) {
    throw new SvccaError(
      "too-few-datapoints",
      `moments of ${view.datapoints} datapoints; a correlation needs at least 2`,
      { datapoints: view.datapoints },
    );
  }
  return measure.fromMoments(view, contextOf(options));
}
