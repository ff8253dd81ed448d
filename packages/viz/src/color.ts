import { interpolateCividis, interpolateMagma, interpolateViridis } from "d3-scale-chromatic";

/**
 * A perceptually uniform map, dark for low and bright for high values, readable in greyscale and
 * by colour-blind readers.
 */
export type ColorMap = "viridis" | "magma" | "cividis";

const maps: Readonly<Record<ColorMap, (position: number) => string>> = {
  viridis: interpolateViridis,
  magma: interpolateMagma,
  cividis: interpolateCividis,
};

/** The maps by name. */
export const colorMaps: readonly ColorMap[] = ["viridis", "magma", "cividis"];

function channels(color: string): number[] {
  const parts = color.startsWith("#")
    ? (color.slice(1).match(/../g) ?? []).map((pair) => Number.parseInt(pair, 16))
    : (color.match(/\d+/g) ?? []).map(Number);
  return parts.slice(0, 3);
}

/** `rgb(1, 2, 3)` or `#010203` as `#010203`. */
export function toHex(color: string): string {
  return `#${channels(color)
    .map((channel) => channel.toString(16).padStart(2, "0"))
    .join("")}`;
}

/** The colour at a position from 0 to 1; positions outside take the colour of the nearer end. */
export function mapColor(map: ColorMap, position: number): string {
  return toHex(maps[map](Math.min(1, Math.max(0, position))));
}

/** Relative luminance of a hex colour, 0 for black to 1 for white (WCAG 2.2). */
export function luminance(color: string): number {
  const [red = 0, green = 0, blue = 0] = channels(color).map((channel) => {
    const part = channel / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** Contrast ratio of two colours, 1 to 21 (WCAG 2.2). */
export function contrast(first: string, second: string): number {
  const a = luminance(first);
  const b = luminance(second);
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

/** Black or white, whichever is easier to read on `fill`: 4.58 or more for every fill. */
export function textOn(fill: string): string {
  return contrast(fill, "#000000") >= contrast(fill, "#ffffff") ? "#000000" : "#ffffff";
}
