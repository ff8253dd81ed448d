import { type Attributes, coordinate, element } from "../svg.js";

/** Shapes that tell points of different lines apart where colours do not, on grey prints. */
export type Marker = "circle" | "square" | "diamond" | "up" | "down";

/** The shapes in the order in which lines take them. */
export const markers: readonly Marker[] = ["circle", "square", "diamond", "up", "down"];

/** Corners around the middle, for a circle of radius 1 of about the same area. */
const corners: Readonly<Record<Exclude<Marker, "circle">, readonly (readonly [number, number])[]>> =
  {
    square: [
      [-0.95, -0.95],
      [0.95, -0.95],
      [0.95, 0.95],
      [-0.95, 0.95],
    ],
    diamond: [
      [0, -1.4],
      [1.4, 0],
      [0, 1.4],
      [-1.4, 0],
    ],
    up: [
      [0, -1.4],
      [1.35, 1],
      [-1.35, 1],
    ],
    down: [
      [0, 1.4],
      [1.35, -1],
      [-1.35, -1],
    ],
  };

/** A marker of radius `r` with its middle at (x, y). */
export function drawMarker(
  marker: Marker,
  place: { readonly x: number; readonly y: number; readonly r: number },
  attributes: Attributes,
  ...children: string[]
): string {
  const { x, y, r } = place;
  if (marker === "circle") {
    return element("circle", { cx: x, cy: y, r, ...attributes }, ...children);
  }
  const points = corners[marker].map(
    ([a, b]) => `${coordinate(x + a * r)} ${coordinate(y + b * r)}`,
  );
  return element("polygon", { points: points.join(" "), ...attributes }, ...children);
}
