import type { ComparisonFlags } from "../options/comparison.js";

/** A fact about an option, beside the warnings of the library. */
export interface KeptWarning {
  readonly code: "fewer-directions";
  readonly message: string;
}

/**
 * A warning where `--components` asks for more directions than a layer has. By frequency each
 * frequency has its own, of which the results know the sum only.
 */
export function keptWarnings(
  { components, spatial }: Pick<ComparisonFlags, "components" | "spatial">,
  results: readonly { readonly kept: { readonly x: number; readonly y: number } }[],
): KeptWarning[] {
  if (components === undefined || spatial === "dft") return [];
  const kept = results.map(({ kept: { x, y } }) => Math.min(x, y));
  const short = kept.filter((count) => count < components);
  if (short.length === 0) return [];
  const least = short.reduce((min, count) => Math.min(min, count));
  const where = results.length > 1 ? ` in ${short.length} of ${results.length} pairs` : "";
  const message = `--components ${components}: a layer has fewer directions${where}, ${least} at the least, and keeps all that it has`;
  return [{ code: "fewer-directions", message }];
}
