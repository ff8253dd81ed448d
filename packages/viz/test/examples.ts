import type { HeatMapOptions } from "@svcca/viz";

/** `count` names. */
export function names(count: number, prefix = "conv"): string[] {
  return Array.from({ length: count }, (_, i) => `${prefix}${i + 1}`);
}

/** Similarities that fall with the distance from the diagonal. */
export function similarities(rows: number, columns: number): number[][] {
  return Array.from({ length: rows }, (_, i) =>
    Array.from({ length: columns }, (_, j) => Math.exp(-3 * Math.abs(i / rows - j / columns))),
  );
}

/** Coefficients that fall from 1 towards 0. */
export function coefficients(count: number): number[] {
  return Array.from({ length: count }, (_, i) => 1 - (i / count) ** 2);
}

/** Options of a heat map of `count` layers. */
export function heatMapOf(count: number, more: Partial<HeatMapOptions> = {}): HeatMapOptions {
  return {
    values: similarities(count, count),
    rows: names(count),
    columns: names(count),
    rowTitle: "network A, layer",
    columnTitle: "network B, layer",
    ...more,
  };
}
