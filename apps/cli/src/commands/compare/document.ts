import { type CcaResult, noiseFloor, type SvccaResult } from "@svcca/core";
import { type ComparisonFlags, describeComparison } from "../../options/comparison.js";
import { version } from "../../version.js";

/** What a comparison found: SVCCA's has the singular values too. */
export type Compared = CcaResult | SvccaResult;

/** The JSON document of `svcca compare`. Its keys are a contract. */
export function compareDocument(
  result: Compared,
  inputs: readonly object[],
  flags: ComparisonFlags,
) {
  const { measure, similarity, kept, datapoints, neurons, backend, warnings } = result;
  return {
    schemaVersion: 1,
    command: "compare",
    measure,
    similarity,
    coefficients: Array.from(result.coefficients),
    kept,
    datapoints,
    neurons,
    options: describeComparison(flags),
    backend,
    warnings,
    significance: { noiseFloor: noiseFloor(datapoints, kept) },
    inputs,
    version,
  };
}
