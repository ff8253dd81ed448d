import type { Scene } from "./scene.js";
import { cleanText, element, escapeXml, round2 } from "./svg.js";
import { wrapText } from "./text-fit.js";
import type { Theme } from "./theme.js";

/** What a reader gets beside the drawing. */
export interface Caption {
  /** Drawn on top, wrapped; left out when undefined. */
  readonly title?: string | undefined;
  /** Drawn under the title, wrapped; left out when undefined. */
  readonly subtitle?: string | undefined;
  /** The accessible name of a figure without a title. */
  readonly name: string;
  /** What the figure shows, in a sentence or two, for those who do not see it. */
  readonly description: string;
}

/** Free space around every figure, px. */
export const PADDING = 14;

const TITLE_SIZE = 16;
const SUBTITLE_SIZE = 12;
const LEADING = 1.3;
// A title over a figure of a few cells would otherwise be broken into single words.
const LEAST_TITLE_WIDTH = 360;

interface HeaderLine {
  readonly text: string;
  readonly size: number;
  readonly fill: string;
}

function headerLines(caption: Caption, width: number, theme: Theme): HeaderLine[] {
  const wide = Math.max(width, LEAST_TITLE_WIDTH);
  const lines = (text: string | undefined, size: number, fill: string) =>
    wrapText(cleanText(text ?? ""), wide, size).map((line) => ({ text: line, size, fill }));
  return [
    ...lines(caption.title, TITLE_SIZE, theme.ink),
    ...lines(caption.subtitle, SUBTITLE_SIZE, theme.muted),
  ];
}

/** Height of title and subtitle over a figure of `width` pixels. */
export function headerHeight(caption: Caption, width: number, theme: Theme): number {
  const lines = headerLines(caption, width, theme);
  return lines.reduce((sum, line) => sum + line.size * LEADING, lines.length > 0 ? PADDING / 2 : 0);
}

/** Puts title and subtitle over the scene and closes it as one SVG document with a background. */
export function svgDocument(scene: Scene, caption: Caption, theme: Theme): string {
  const lines = headerLines(caption, scene.right - scene.left, theme);
  const { left } = scene;
  let y = scene.top - PADDING / 2;
  for (const line of lines.reverse()) {
    y -= line.size * LEADING;
    scene.text(line.text, { x: left, y: y + line.size, size: line.size, fill: line.fill });
    scene.reserve(left, y);
  }
  const x0 = Math.floor(scene.left - PADDING);
  const y0 = Math.floor(scene.top - PADDING);
  const width = Math.ceil(scene.right + PADDING) - x0;
  const height = Math.ceil(scene.bottom + PADDING) - y0;
  const name = cleanText(caption.title ?? "") || caption.name;
  const content = [
    element("title", {}, escapeXml(cleanText(name))),
    element("desc", {}, escapeXml(cleanText(caption.description))),
    element("rect", { x: x0, y: y0, width, height, fill: theme.background }),
    scene.markup,
  ].join("\n");
  return element(
    "svg",
    {
      xmlns: "http://www.w3.org/2000/svg",
      role: "img",
      width,
      height,
      viewBox: [x0, y0, width, height].map(round2).join(" "),
      // Verdana has the same widths where DejaVu Sans is not installed.
      "font-family": "DejaVu Sans, Verdana, sans-serif",
    },
    content,
  );
}
