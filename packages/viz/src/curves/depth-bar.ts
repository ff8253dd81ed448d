import type { Side } from "../chart/end-labels.js";
import { element } from "../svg.js";
import { rowNames } from "../text/names.js";
import type { Palette } from "../theme.js";
import { depthColor } from "../theme.js";

const offset = 14;
const barWidth = 14;

/**
 * Colours of layers by depth, input at the bottom: for networks with more layers than a chart can
 * name one by one.
 */
export function depthBar(layers: readonly string[], palette: Palette): Side {
  const last = Math.max(1, layers.length - 1);
  // Widths do not depend on how many names are left out, but on which: take them all.
  const width = rowNames(layers, 20, "bottom", palette).depth;
  return {
    width: offset + barWidth + width,
    height: 0,
    draw(frame) {
      const x = frame.left + frame.width + offset;
      const pitch = frame.height / layers.length;
      const bottom = frame.top + frame.height;
      const cells = layers.map((_, index) =>
        element("rect", {
          x,
          y: bottom - (index + 1) * pitch,
          width: barWidth,
          height: pitch,
          fill: depthColor(palette, index / last),
        }),
      );
      return (
        element("g", { "shape-rendering": "crispEdges" }, ...cells) +
        rowNames(layers, pitch, "bottom", palette).draw(x + barWidth, frame.top, "right")
      );
    },
  };
}
