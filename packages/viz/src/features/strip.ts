import { mean, precise } from "../number.js";
import { coordinate, element, hover } from "../svg.js";
import type { Palette } from "../theme.js";
import type { ClassSpan } from "./classes.js";
import { heightOf, rangeOf, type Trace, tracePath } from "./trace.js";

/** A trace drawn over all datapoints, with its mean in each class. */
export interface Strip {
  readonly trace: Trace;
  readonly spans: readonly ClassSpan[];
  /** What the trace is, for the hover texts. */
  readonly name: string;
  readonly color: string;
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

// Classes narrower than this cannot be hit with a pointer.
const leastHover = 2;

/** The strip, scaled to the range of its own values. */
export function drawStrip(strip: Strip, palette: Palette): string {
  const { trace, spans, name, color, left, top, width, height } = strip;
  const count = trace.values.length;
  const x = (place: number) => left + (place * width) / count;
  let means = "";
  let hovers = "";
  for (const { name: label, from, to } of spans) {
    const values = trace.values.subarray(from, to);
    const average = mean(values);
    const y = top + heightOf(trace, average, height);
    means += `M${coordinate(x(from))} ${coordinate(y)}H${coordinate(x(to))}`;
    if (x(to) - x(from) < leastHover) continue;
    const { low, high } = rangeOf(values);
    hovers += element(
      "rect",
      { x: x(from), y: top, width: x(to) - x(from), height },
      hover(`${name}, ${label}: mean ${precise(average)}, ${precise(low)} to ${precise(high)}`),
    );
  }
  return (
    element("path", {
      d: tracePath(trace, left, top, width, height),
      fill: "none",
      stroke: color,
      "stroke-width": 0.9,
      "stroke-linejoin": "round",
    }) +
    element("path", { d: means, fill: "none", stroke: palette.text, "stroke-width": 1.8 }) +
    (hovers === "" ? "" : element("g", { fill: "none", "pointer-events": "all" }, hovers))
  );
}
