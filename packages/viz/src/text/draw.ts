import { coordinate, element, escapeXml, hover } from "../svg.js";
import { baselineShift, lineHeight, textWidth } from "./metrics.js";

/** How a piece of text is drawn; `y` is the middle of the line. */
export interface TextStyle {
  readonly x: number;
  readonly y: number;
  readonly size: number;
  readonly fill: string;
  readonly anchor?: "start" | "middle" | "end";
  readonly bold?: boolean;
  /** Degrees clockwise about (x, y). */
  readonly rotate?: number;
  /** Shown on hover, where the text itself was shortened. */
  readonly full?: string | undefined;
}

/**
 * One line of text, centred vertically on `y`. The shift is computed: several programs that open
 * SVG files ignore `dominant-baseline`.
 */
export function drawText(text: string, style: TextStyle): string {
  const { x, y, size, rotate = 0, full } = style;
  return element(
    "text",
    {
      x,
      y: y + baselineShift * size,
      "font-size": size,
      fill: style.fill,
      "text-anchor": style.anchor === "start" ? undefined : style.anchor,
      "font-weight": style.bold ? "bold" : undefined,
      transform: rotate === 0 ? undefined : `rotate(${rotate} ${coordinate(x)} ${coordinate(y)})`,
    },
    full === undefined || full === text ? "" : hover(full),
    escapeXml(text),
  );
}

/** Height of a block of lines. */
export function blockHeight(lines: readonly string[], size: number): number {
  return lines.length * size * lineHeight;
}

/** Width of the widest line of a block. */
export function blockWidth(lines: readonly string[], size: number, bold = false): number {
  return Math.max(0, ...lines.map((line) => textWidth(line, size, bold)));
}

/** Lines below each other from the top `y`; rotated by -90 they run from the left `x` rightwards. */
export function drawBlock(lines: readonly string[], style: TextStyle): string {
  const step = style.size * lineHeight;
  const vertical = style.rotate === -90;
  return lines
    .map((line, index) => {
      const offset = (index + 0.5) * step;
      return drawText(line, {
        ...style,
        x: style.x + (vertical ? offset : 0),
        y: style.y + (vertical ? 0 : offset),
      });
    })
    .join("");
}
