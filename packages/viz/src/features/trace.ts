import { coordinate } from "../svg.js";

/** A row of a feature map in the order in which its datapoints are drawn. */
export interface Trace {
  readonly values: Float64Array;
  readonly low: number;
  readonly high: number;
}

/** The least and the greatest of some values. */
export function rangeOf(values: Float64Array): { readonly low: number; readonly high: number } {
  let [low, high] = [values[0]!, values[0]!];
  for (const value of values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return { low, high };
}

/** The values in the given order, with their range. */
export function traceOf(values: ArrayLike<number>, order: Uint32Array): Trace {
  const sorted = Float64Array.from(order, (place) => values[place]!);
  return { values: sorted, ...rangeOf(sorted) };
}

/** Height in a strip of `height` pixels whose top is at 0; a constant row lies in the middle. */
export function heightOf(trace: Trace, value: number, height: number): number {
  // Halves keep the difference finite for values near the largest number.
  const span = trace.high / 2 - trace.low / 2;
  return span > 0 ? height * ((trace.high / 2 - value / 2) / span) : height / 2;
}

/** Tenths of a pixel as a number in path data; a leading zero is left out. */
function tenths(value: number): string {
  return (value / 10).toString().replace(/^(-?)0\./, "$1.");
}

/** Two numbers in path data need no space where the second one starts with its sign. */
function pair(first: string, second: string): string {
  return second.startsWith("-") ? first + second : `${first} ${second}`;
}

/**
 * Path data of a trace in a strip with its top left corner at (left, top). Where there are more
 * datapoints than pixel columns, each column is a line from its greatest to its least value, so
 * that no spike is lost and the file stays small whatever the number of datapoints. Moves are
 * relative and in tenths of a pixel, counted between rounded places so that they do not drift.
 */
export function tracePath(
  trace: Trace,
  left: number,
  top: number,
  width: number,
  height: number,
): string {
  const { values } = trace;
  const count = values.length;
  const at = (value: number) => Math.round(10 * (top + heightOf(trace, value, height)));
  const columns = Math.floor(width);
  if (count <= columns) {
    // Steps rather than slopes: there is nothing between two datapoints.
    const edge = (index: number) => Math.round(10 * (left + (index * width) / count));
    let path = `M${pair(tenths(edge(0)), tenths(at(values[0]!)))}`;
    for (let index = 0; index < count; index++) {
      if (index > 0) path += `v${tenths(at(values[index]!) - at(values[index - 1]!))}`;
      path += `h${tenths(edge(index + 1) - edge(index))}`;
    }
    return path;
  }
  let path = "";
  let before = 0;
  for (let column = 0; column < columns; column++) {
    const from = Math.floor((column * count) / columns);
    const to = Math.floor(((column + 1) * count) / columns);
    const { low, high } = rangeOf(values.subarray(from, to));
    const [start, end] = [at(high), at(low)];
    path +=
      column === 0
        ? `M${pair(coordinate(left + 0.5), tenths(start))}`
        : `l${pair("1", tenths(start - before))}`;
    if (end !== start) path += `v${tenths(end - start)}`;
    before = end;
  }
  return path;
}
