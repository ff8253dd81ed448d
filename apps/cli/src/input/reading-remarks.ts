import type { ArraySource } from "@svcca/linalg";
import type { ReadingFlags } from "../options/comparison.js";

/**
 * A remark where every convolutional layer has square images only in the other layout than that of
 * `--layout`. Images may be oblong, and then as high as there are channels, but seldom in all layers.
 */
export function layoutRemarks(
  sources: readonly ArraySource[],
  { layout, spatial }: Pick<ReadingFlags, "layout" | "spatial">,
): string[] {
  if (layout === undefined || spatial === "flatten") return [];
  const convolutional = sources.filter(({ shape }) => shape.length === 4);
  const other = layout === "NCHW" ? "NHWC" : "NCHW";
  const looksOther = ({ shape, attributes }: ArraySource) => {
    const [, a, b, c] = shape;
    // The other layout has its two sides first, or last.
    const square = other === "NHWC" ? a === b && b !== c : b === c && a !== b;
    return square && attributes.layout === undefined;
  };
  const [first] = convolutional;
  if (!first || !convolutional.every(looksOther)) return [];
  return [
    `${first.name} (${first.shape.join(", ")}) has square images only as ${other}, and is read as ${layout}; check --layout`,
  ];
}

/** A remark where no layer of networks that are compared by frequency has positions. */
export function frequencyRemarks(
  sources: readonly ArraySource[],
  { spatial }: Pick<ReadingFlags, "spatial">,
): string[] {
  if (spatial !== "dft" || sources.length === 0 || sources.some(({ shape }) => shape.length > 2))
    return [];
  return ["no layer has positions, so that --spatial dft changes nothing; leave it out"];
}
