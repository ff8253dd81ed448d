import { textWidth } from "./measure.js";
import { cleanText, element, escapeXml, round2 } from "./svg.js";

/** How a line of text is set; `x`, `y` is the point of its baseline that `anchor` names. */
export interface TextStyle {
  readonly x: number;
  readonly y: number;
  /** Font size, px. */
  readonly size: number;
  readonly fill: string;
  readonly anchor?: "start" | "middle" | "end";
  /** Degrees clockwise about `x`, `y`. */
  readonly rotate?: number;
}

const ASCENT = 0.93; // DejaVu Sans, share of the font size
const DESCENT = 0.24;
const ANCHOR_SHARE = { start: 0, middle: 0.5, end: 1 };

/**
 * Markup together with the box that it covers. Figures draw around their plot at (0, 0) and take
 * the size of the picture from the box at the end, so that no label can be cut off.
 */
export class Scene {
  readonly #parts: string[] = [];
  left = 0;
  top = 0;
  right = 0;
  bottom = 0;

  /** Adds markup that stays inside what is reserved. */
  add(markup: string): void {
    this.#parts.push(markup);
  }

  /** Makes the box cover the point. */
  reserve(x: number, y: number): void {
    this.left = Math.min(this.left, x);
    this.right = Math.max(this.right, x);
    this.top = Math.min(this.top, y);
    this.bottom = Math.max(this.bottom, y);
  }

  /** Adds a line of text and reserves its box; `hover` is markup of a `<title>`. */
  text(content: string, style: TextStyle, hover = ""): void {
    const text = cleanText(content);
    if (text === "") return;
    const { x, y, size, fill, anchor = "start", rotate = 0 } = style;
    const width = textWidth(text, size);
    const from = -ANCHOR_SHARE[anchor] * width;
    const radians = (rotate * Math.PI) / 180;
    const cos = Math.cos(radians);
    const sin = Math.sin(radians);
    for (const dx of [from, from + width]) {
      for (const dy of [-ASCENT * size, DESCENT * size]) {
        this.reserve(x + dx * cos - dy * sin, y + dx * sin + dy * cos);
      }
    }
    const turned = rotate === 0 ? undefined : `rotate(${rotate} ${round2(x)} ${round2(y)})`;
    this.add(
      element(
        "text",
        {
          x,
          y,
          "font-size": size,
          fill,
          "text-anchor": anchor === "start" ? undefined : anchor,
          transform: turned,
        },
        hover + escapeXml(text),
      ),
    );
  }

  /** All markup so far. */
  get markup(): string {
    return this.#parts.join("\n");
  }
}

/** Distance from the middle of a line of text down to its baseline. */
export function middleToBaseline(size: number): number {
  return size * 0.36;
}
