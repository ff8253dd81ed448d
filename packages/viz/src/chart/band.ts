import type { Values } from "../check.js";
import { element, polyline } from "../svg.js";
import type { Frame } from "./frame.js";
import type { Line } from "./line.js";

/** Fails where a half-width of a band is negative. */
export function checkSpread(where: string, name: string, spread: readonly Values[]): void {
  spread.forEach((row, index) => {
    for (let place = 0; place < row.length; place++) {
      const half = row[place] ?? null;
      if (half !== null && half < 0) {
        throw new RangeError(
          `${where}: ${name}[${index}][${place}] is ${half}, give half the height of the band, 0 or more`,
        );
      }
    }
  });
}

/**
 * The band around a line, from value - spread to value + spread, cut off at the ends of the axis.
 * It has a gap where the value or its spread is missing, and is a bar around a single value.
 */
export function drawBand(line: Line, spread: Values, frame: Frame): string {
  const [top, bottom] = [frame.top, frame.top + frame.height];
  const inside = (y: number) => Math.min(bottom, Math.max(top, frame.y(y)));
  const runs: { x: number; high: number; low: number }[][] = [[]];
  line.points.forEach(({ x, y }, index) => {
    const half = spread[index] ?? null;
    if (y === null || half === null) runs.push([]);
    else runs.at(-1)!.push({ x: frame.x(x), high: inside(y + half), low: inside(y - half) });
  });
  return runs
    .filter((run) => run.length > 0)
    .map((run) => {
      const [first] = run;
      // Alone, a band would have no width.
      const places = run.length > 1 ? run : [-3, 3].map((by) => ({ ...first!, x: first!.x + by }));
      const upper = places.map(({ x, high }) => [x, high] as const);
      const lower = places.map(({ x, low }) => [x, low] as const).reverse();
      return element("path", {
        d: polyline(...upper, ...lower),
        fill: line.color,
        "fill-opacity": 0.18,
        stroke: line.color,
        "stroke-opacity": 0.35,
        "stroke-width": 0.6,
      });
    })
    .join("");
}
