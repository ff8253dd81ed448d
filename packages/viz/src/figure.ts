import { checkChoice, checkText, show } from "./check.js";
import { element, escapeXml, hover } from "./svg.js";
import { blockHeight, drawBlock } from "./text/draw.js";
import { oneLine, wrap } from "./text/fit.js";
import type { Palette, Theme } from "./theme.js";

/** Options that every figure has. */
export interface FigureOptions {
  /** Drawn above the figure, in as many lines as it needs; none by default. */
  readonly title?: string | undefined;
  /** A second, smaller heading, for the data and the measure; none by default. */
  readonly subtitle?: string | undefined;
  /** `light` by default: most figures go into papers. */
  readonly theme?: Theme | undefined;
}

/** Checks the options that every figure has. */
export function checkFigure(where: string, options: FigureOptions): void {
  if (typeof options !== "object" || options === null) {
    throw new TypeError(`${where}: received ${show(options)}, give an object of options`);
  }
  if (options.title !== undefined) checkText(where, "title", options.title);
  if (options.subtitle !== undefined) checkText(where, "subtitle", options.subtitle);
  if (options.theme !== undefined) checkChoice(where, "theme", options.theme, ["light", "dark"]);
}

/** Empty border around a figure in pixels. */
export const padding = 14;

const titleSize = 15;
const subtitleSize = 11.5;

/** Something with a size that can be drawn with its top left corner anywhere. */
export interface Part {
  readonly width: number;
  readonly height: number;
  draw(x: number, y: number): string;
}

/** Title and subtitle, wrapped to `width`; height 0 where there is neither. */
export function layoutHead(options: FigureOptions, width: number, palette: Palette): Part {
  const title = wrap(options.title ?? "", width, titleSize, true);
  const subtitle = wrap(options.subtitle ?? "", width, subtitleSize);
  const titleHeight = blockHeight(title, titleSize);
  const subtitleHeight = blockHeight(subtitle, subtitleSize);
  const gap = title.length + subtitle.length > 0 ? 12 : 0;
  return {
    width,
    height: titleHeight + subtitleHeight + gap,
    draw: (x, y) =>
      drawBlock(title, { x, y, size: titleSize, fill: palette.text, bold: true }) +
      drawBlock(subtitle, { x, y: y + titleHeight + 2, size: subtitleSize, fill: palette.muted }),
  };
}

/** A whole figure. */
export interface Sheet {
  readonly width: number;
  readonly height: number;
  readonly palette: Palette;
  /** Read out by screen readers. */
  readonly title: string;
  /** Says in words what the figure shows and what lies on which axis. */
  readonly description: string;
  readonly body: string;
}

/**
 * The SVG document. The background is filled, so that a dark figure stays readable when it is
 * pasted on a white page. The fallback fonts are for browsers without DejaVu Sans.
 */
export function drawSheet(sheet: Sheet): string {
  // Sums of fractions may end a rounding error above a whole pixel.
  const width = Math.ceil(sheet.width - 1e-6);
  const height = Math.ceil(sheet.height - 1e-6);
  return element(
    "svg",
    {
      xmlns: "http://www.w3.org/2000/svg",
      width,
      height,
      viewBox: `0 0 ${width} ${height}`,
      role: "img",
      "font-family": "DejaVu Sans, Verdana, sans-serif",
    },
    hover(oneLine(sheet.title)),
    element("desc", {}, escapeXml(oneLine(sheet.description))),
    element("rect", { width, height, fill: sheet.palette.background }),
    sheet.body,
  );
}
