import { interpolatePlasma } from "d3-scale-chromatic";
import { type Marker, markers } from "./chart/marker.js";
import { toHex } from "./color.js";

/** `light` for paper and slides, `dark` for dark pages. Both fill their background. */
export type Theme = "light" | "dark";

/** The colours of a theme. Text colours have a contrast of 4.5 or more to the background. */
export interface Palette {
  readonly background: string;
  readonly text: string;
  readonly muted: string;
  readonly axis: string;
  readonly grid: string;
  readonly band: string;
  readonly missing: string;
  readonly missingMark: string;
  /** Colours for unordered series, told apart in greyscale by dash patterns and labels. */
  readonly series: readonly string[];
  /** Ends of the range of the plasma map that stands out from the background, input to output. */
  readonly depth: readonly [number, number];
}

const palettes: Readonly<Record<Theme, Palette>> = {
  light: {
    background: "#ffffff",
    text: "#1b1b1f",
    muted: "#55575e",
    axis: "#6b6e76",
    grid: "#e4e5e9",
    band: "#e9eaee",
    missing: "#d5d7dc",
    missingMark: "#8a8d96",
    series: [
      "#1f5fae",
      "#b3460a",
      "#17744a",
      "#8a2f93",
      "#a61d45",
      "#6a5a00",
      "#14707f",
      "#5c463c",
      "#c2187a",
      "#5f6773",
    ],
    depth: [0.64, 0],
  },
  dark: {
    background: "#14171c",
    text: "#eceef2",
    muted: "#a9afba",
    axis: "#7e8591",
    grid: "#2b3038",
    band: "#262b33",
    missing: "#3a4049",
    missingMark: "#7e8591",
    series: [
      "#7db3f5",
      "#ffa265",
      "#62cf9a",
      "#da9ee2",
      "#ff90a8",
      "#d8c454",
      "#6cc8d8",
      "#cdbbae",
      "#ff7fd0",
      "#a7b0bd",
    ],
    depth: [0.44, 0.96],
  },
};

/** Patterns for a second and third round through the series colours; the first round is solid. */
const dashes = [undefined, "6 3", "2 3"] as const;

/** The colours of a theme. */
export function paletteOf(theme: Theme): Palette {
  return palettes[theme];
}

/** Colour and dash pattern of an unordered series. */
export function seriesStyle(
  palette: Palette,
  index: number,
): { readonly color: string; readonly dash: string | undefined } {
  const { series } = palette;
  return {
    color: series[index % series.length]!,
    dash: dashes[Math.floor(index / series.length) % dashes.length],
  };
}

/**
 * Colour, dash pattern and marker of a line that crosses many others. Neighbours differ in all
 * three, so that they can be told apart in grey too; no two of the first 30 are the same.
 */
export function pointStyle(
  palette: Palette,
  index: number,
): { readonly color: string; readonly dash: string | undefined; readonly marker: Marker } {
  return {
    color: palette.series[index % palette.series.length]!,
    dash: dashes[index % dashes.length],
    marker: markers[index % markers.length]!,
  };
}

/** Colour of a layer at a depth from 0 (input) to 1 (output); luminance is monotone in depth. */
export function depthColor(palette: Palette, depth: number): string {
  const [input, output] = palette.depth;
  return toHex(interpolatePlasma(input + (output - input) * depth));
}
