import type { PairView } from "../moments/moments.js";
import { type Aligned, align, type Coefficients, coefficientsOf } from "../result/coefficients.js";
import { warningsOf } from "../result/warnings.js";
import type { Comparison, Reduction, Route } from "../routes/basis.js";
import { compareExactly } from "../routes/exact.js";
import { compareMoments } from "../routes/gram.js";
import { compareLayers } from "../routes/layers.js";
import { isCoarse } from "../routes/rounding.js";
import { smallOnesTogether } from "../routes/side-by-side.js";
import type { Context, Measure } from "./measure.js";
import type { Similarity } from "./result.js";

/** What a measure of canonical correlations has to say, beside what all of them share. */
interface DirectionalMeasure<R extends Similarity> {
  readonly name: R["measure"];
  readonly reduction: Reduction;
  readonly method: "moments" | "exact";
  /** Whether the whole result has aligned directions. */
  readonly directions: boolean;
  /** The whole result. */
  conclude(comparison: Comparison, aligned: Aligned | Coefficients, context: Context): Promise<R>;
  /** The similarity alone, where the coefficients suffice for it. */
  similarity?(coefficients: Float64Array, comparison: Comparison): number;
}

/** A measure that turns each layer into directions and correlates these. */
export function directionalMeasure<R extends Similarity>(
  measure: DirectionalMeasure<R>,
): Required<Measure<R>> {
  const { reduction, method, similarity } = measure;
  const routeOf = ({ backend, call }: Context, refinable: boolean): Route => ({
    reduction,
    backend,
    call,
    refinable,
  });
  const conclude = async (comparison: Comparison, context: Context) => {
    const { backend, call } = context;
    const aligned = measure.directions
      ? await align(comparison, backend, call)
      : { s: await coefficientsOf(comparison, backend, call) };
    return measure.conclude(comparison, aligned, context);
  };

  const comparisons: (...args: Parameters<Measure<R>["compare"]>) => AsyncGenerator<Comparison> =
    async function* (layers, pairs, context) {
      if (method === "moments") {
        yield* compareLayers(layers, pairs, routeOf(context, true), context.read);
      } else {
        for (const [i, j] of pairs) {
          yield await compareExactly(layers[i]!, layers[j]!, routeOf(context, false));
        }
      }
    };

  const score = async (comparison: Comparison, context: Context): Promise<Similarity> => {
    if (!similarity) return conclude(comparison, context);
    const coefficients = await coefficientsOf(comparison, context.backend, context.call);
    return {
      measure: measure.name,
      similarity: similarity(coefficients, comparison),
      ...factsOf(comparison, reduction, context),
    };
  };

  return {
    directions: { reduction, method, score },
    async *compare(layers, pairs, context) {
      for await (const comparison of comparisons(layers, pairs, context)) {
        yield await conclude(comparison, context);
      }
    },
    async *score(layers, pairs, context) {
      for await (const some of smallOnesTogether(comparisons(layers, pairs, context))) {
        yield* await Promise.all(some.map((comparison) => score(comparison, context)));
      }
    },
    async fromMoments(pair: PairView, context: Context) {
      return conclude(await compareMoments(pair, routeOf(context, false)), context);
    },
  };
}

/** What every result of a comparison says about it. */
export function factsOf(comparison: Comparison, reduction: Reduction, { backend }: Context) {
  const { x, y, datapoints } = comparison;
  return {
    datapoints,
    neurons: { x: x.weights.rows, y: y.weights.rows },
    kept: { x: x.weights.cols, y: y.weights.cols },
    backend: backend.name,
    warnings: warningsOf(comparison, reduction.kind === "all", isCoarse(backend)),
  };
}
