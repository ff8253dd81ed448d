import { scaleSequential } from "d3-scale";
import { interpolatePlasma, interpolateViridis } from "d3-scale-chromatic";
import type { Theme } from "./theme.js";

/** Relative luminance (WCAG 2) of "#rrggbb" or "rgb(r, g, b)": 0 is black, 1 is white. */
function luminance(color: string): number {
  const channels = color.startsWith("#")
    ? [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16))
    : (color.match(/\d+/g) ?? []).map(Number);
  const [r, g, b] = channels.map((channel) => {
    const s = channel / 255;
    return s <= 0.04045 ? s / 12.92 : ((s + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
}

/** Black or white, whichever stands out more: at least 4.58:1 on any colour. */
export function inkOn(background: string): string {
  const light = luminance(background);
  return (light + 0.05) / 0.05 > 1.05 / (light + 0.05) ? "#000000" : "#ffffff";
}

/** A function from a value to its colour. */
export type ColorScale = (value: number) => string;

/**
 * Colours of values in `domain`: viridis, which is perceptually uniform and brighter all the way
 * up, so it survives a greyscale print. Values outside take the colour of the nearer end.
 */
export function valueColors(domain: readonly [number, number]): ColorScale {
  return scaleSequential(interpolateViridis).domain(domain).clamp(true);
}

/** Colours of `count` layers, input first: plasma, not viridis, so depth is not read as a value. */
export function depthColors(count: number, theme: Theme): string[] {
  const [from, to] = theme.depthRange;
  const step = count > 1 ? (to - from) / (count - 1) : 0;
  return Array.from({ length: count }, (_, i) => interpolatePlasma(from + i * step));
}
