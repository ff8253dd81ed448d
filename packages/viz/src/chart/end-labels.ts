import { element, polyline } from "../svg.js";
import { drawText } from "../text/draw.js";
import { shorten } from "../text/fit.js";
import { lineHeight, textWidth } from "../text/metrics.js";
import type { Frame } from "./frame.js";
import { drawMarker, type Marker } from "./marker.js";
import { spread } from "./spread.js";

/** A text right of the chart, for something inside it at the data place (x, y). */
export interface EndLabel {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  /** Colour of the leader and of the sample of the line beside the text. */
  readonly color: string;
  readonly dash: string | undefined;
  /** Shape of the points of the line; none is drawn by default. */
  readonly marker?: Marker;
}

/** A part right of the chart. */
export interface Side {
  readonly width: number;
  /** The chart must be this high for the part to fit. */
  readonly height: number;
  draw(frame: Frame): string;
}

const size = 11;
const sample = 16;
const leader = 22;
const gap = 5;
const longest = 200;

/**
 * Names of lines at their right ends, moved apart so that none covers another. A leader runs from
 * the line's end to a sample of the line beside its name, so that colour is not the only link.
 */
export function endLabels(labels: readonly EndLabel[]): Side {
  const texts = labels.map((label) => shorten(label.text, longest, size));
  const step = size * lineHeight;
  return {
    width: leader + sample + gap + Math.max(...texts.map((text) => textWidth(text, size))),
    height: labels.length * step,
    draw(frame) {
      const right = frame.left + frame.width;
      const half = step / 2;
      const places = spread(
        // Lines that end within a pixel of each other keep the order they are given in.
        labels.map((label) => Math.round(frame.y(label.y))),
        step,
        frame.top + half,
        frame.top + frame.height - half,
      );
      return labels
        .map((label, index) => {
          const place = places[index]!;
          const start = Math.min(right, frame.x(label.x)) + 4;
          const from = frame.y(label.y);
          const x = right + leader;
          const style = { fill: label.color };
          return (
            element("path", {
              d: polyline([start, from], [right + 4, from], [x, place]),
              fill: "none",
              stroke: label.color,
              "stroke-width": 0.8,
              "stroke-opacity": 0.6,
            }) +
            element("line", {
              x1: x,
              y1: place,
              x2: x + sample,
              y2: place,
              stroke: label.color,
              "stroke-width": 2.4,
              "stroke-dasharray": label.dash,
            }) +
            (label.marker === undefined
              ? ""
              : drawMarker(label.marker, { x: x + sample / 2, y: place, r: 3.2 }, style)) +
            drawText(texts[index]!, {
              x: x + sample + gap,
              y: place,
              size,
              fill: frame.palette.text,
              full: label.text,
            })
          );
        })
        .join("");
    },
  };
}
