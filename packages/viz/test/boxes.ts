import { textWidth } from "../src/text/metrics.js";
import { type Node, parseXml } from "./support.js";

/** The box around a text that runs level or upwards; slanted texts have none. */
export interface Box {
  readonly text: string;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** The boxes of all level and upright texts of a figure, annotations of cells left out. */
export function textBoxes(svg: string): Box[] {
  const boxes: Box[] = [];
  const visit = (node: Node) => {
    if (node.attributes["pointer-events"] === "none") return;
    if (node.name === "text" && node.text.trim() !== "") {
      const box = boxOf(node);
      if (box) boxes.push(box);
    }
    node.children.forEach(visit);
  };
  visit(parseXml(svg));
  return boxes;
}

function boxOf(node: Node): Box | null {
  const { attributes, text } = node;
  const size = Number(attributes["font-size"]);
  const bold = attributes["font-weight"] === "bold";
  // Bold widths are an upper bound; a little less keeps touching estimates from counting.
  const width = textWidth(text, size) * (bold ? 1.15 : 1);
  const anchor = attributes["text-anchor"] ?? "start";
  const before = anchor === "start" ? 0 : anchor === "middle" ? width / 2 : width;
  const x = Number(attributes.x);
  const y = Number(attributes.y) - 0.36 * size;
  const half = 0.45 * size;
  const angle = /rotate\((-?\d+)/.exec(attributes.transform ?? "")?.[1] ?? "0";
  if (angle === "0") {
    return { text, left: x - before, right: x - before + width, top: y - half, bottom: y + half };
  }
  if (angle !== "-90") return null;
  return { text, left: x - half, right: x + half, top: y + before - width, bottom: y + before };
}

/** Pairs of texts that cover each other. */
export function overlaps(boxes: readonly Box[]): string[] {
  const found: string[] = [];
  boxes.forEach((a, index) => {
    for (const b of boxes.slice(index + 1)) {
      const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left);
      const high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
      if (wide > 0.5 && high > 0.5) found.push(`${a.text} / ${b.text}`);
    }
  });
  return found;
}
