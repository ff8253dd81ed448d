import type { Similarity } from "@svcca/core";
import { type ComparisonFlags, describeComparison } from "../../options/comparison.js";
import { keptWarnings } from "../../study/kept-warning.js";
import { version } from "../../version.js";
import { intervalWarnings } from "./interval.js";
import type { Compared } from "./sides.js";

/** The canonical correlations of a result, or none where its measure has no such thing. */
export function coefficientsOf(result: Similarity): Float64Array {
  return "coefficients" in result ? (result.coefficients as Float64Array) : new Float64Array(0);
}

/** The JSON document of `svcca compare`. Its keys are a contract. */
export function compareDocument(
  { result, weighed, inputs, frequencies }: Compared,
  flags: ComparisonFlags,
) {
  const { measure, similarity, kept, datapoints, neurons, backend, warnings } = result;
  return {
    schemaVersion: 1,
    command: "compare",
    measure,
    similarity,
    coefficients: Array.from(coefficientsOf(result)),
    kept,
    datapoints,
    neurons,
    options: describeComparison(flags),
    backend,
    warnings: [
      ...warnings,
      ...keptWarnings(flags, [result]),
      ...intervalWarnings(similarity, weighed),
    ],
    ...(Object.keys(weighed).length > 0 ? { significance: weighed } : {}),
    ...(frequencies ? { frequencies } : {}),
    inputs,
    version,
  };
}
