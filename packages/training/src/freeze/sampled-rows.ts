import { type Matrix, uniform } from "@svcca/linalg";
import type { CapturedLayer } from "../capture/capture.js";

/**
 * A layer as datapoints x channels: `count` positions of each image (or steps of each sequence), drawn
 * at random and the same ones each time, or all where there are no more. Dense layers as they are.
 */
export function sampledRows(
  { shape, values }: Pick<CapturedLayer, "shape" | "values">,
  count: number,
): Matrix & { readonly data: Float32Array } {
  const [n = 0] = shape;
  const cols = shape.at(-1)!;
  const positions = shape.slice(1, -1).reduce((product, size) => product * size, 1);
  const taken = Math.min(count, positions);
  const next = uniform(1);
  const data = new Float32Array(n * taken * cols);
  for (let row = 0; row < n * taken; row++) {
    const place = taken === positions ? row % taken : Math.floor(next() * positions);
    const from = (Math.floor(row / taken) * positions + place) * cols;
    data.set(values.subarray(from, from + cols), row * cols);
  }
  return { data, rows: n * taken, cols };
}
