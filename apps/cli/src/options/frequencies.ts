import type { DftOptions, MeasureChoice } from "@svcca/core";
import { SvccaError } from "@svcca/linalg";
import type { ComparisonFlags } from "./comparison.js";

/**
 * What a comparison by spatial frequency is told, of what other comparisons are told.
 *
 * @throws SvccaError `invalid-argument` for measures that have no such form.
 */
export function frequencyOptions(
  { measure, average, truncate, backend, signal }: MeasureChoice,
  { exact, layout }: Pick<ComparisonFlags, "exact" | "layout">,
): DftOptions {
  if ((measure !== "svcca" && measure !== "cca") || exact) {
    throw new SvccaError(
      "invalid-argument",
      `--spatial dft is for --measure svcca or cca without --exact, not ${measure}; take another treatment of space`,
      { received: measure },
    );
  }
  return {
    measure,
    ...(average ? { average } : {}),
    ...(truncate ? { truncate } : {}),
    ...(layout ? { layout } : {}),
    ...(backend ? { backend } : {}),
    ...(signal ? { signal } : {}),
  };
}
