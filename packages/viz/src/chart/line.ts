import { coordinate, element, hover } from "../svg.js";
import type { Frame } from "./frame.js";
import { drawMarker, type Marker } from "./marker.js";

/** A point of a line; `null` for a place without a value. */
interface Point {
  readonly x: number;
  readonly y: number | null;
  readonly hover: string;
}

/** A line of a chart. */
export interface Line {
  readonly points: readonly Point[];
  readonly color: string;
  readonly dash: string | undefined;
  /** Shape of its points; circles by default. */
  readonly marker?: Marker;
  readonly hover: string;
}

// More points than this run into each other, and the line alone shows them better.
const mostMarkers = 70;
// Up to here, points that are not drawn still answer the pointer; beyond, they are too close to hit.
const mostHovers = 600;

/** A line with a gap where values are missing, and with hover points where there are few. */
export function drawLine(line: Line, frame: Frame): string {
  const { x, y } = frame;
  let path = "";
  let points = "";
  let open = false;
  const marked = line.points.length <= mostMarkers;
  line.points.forEach((point, index) => {
    if (point.y === null) {
      open = false;
      return;
    }
    const at = `${coordinate(x(point.x))} ${coordinate(y(point.y))}`;
    path += `${open ? "L" : "M"}${at}`;
    // A value between two gaps has no line: it shows as a point in any case.
    const alone = !open && (line.points[index + 1]?.y ?? null) === null;
    open = true;
    const r = line.points.length > 35 ? 2 : 2.6;
    const place = { x: x(point.x), y: y(point.y), r };
    const shown = marked || alone;
    if (shown || line.points.length <= mostHovers) {
      const hidden = shown ? {} : { "fill-opacity": 0 };
      points += drawMarker(line.marker ?? "circle", place, hidden, hover(point.hover));
    }
  });
  if (path === "") return "";
  return element(
    "g",
    {},
    element(
      "path",
      {
        d: path,
        fill: "none",
        stroke: line.color,
        "stroke-width": 1.8,
        "stroke-linejoin": "round",
        "stroke-dasharray": line.dash,
      },
      hover(line.hover),
    ),
    // The class lets a page find the points of a line.
    points === "" ? "" : element("g", { fill: line.color, class: "points" }, points),
  );
}
