import { unitCircle } from "@svcca/linalg";

/** How each place along a new axis is put together from places of the old one. */
export interface AxisWeights {
  readonly from: number;
  readonly to: number;
  /** Place i takes `taps[i]` of the old places from `starts[i]` on. */
  readonly starts: readonly number[];
  readonly taps: readonly Float64Array[];
}

/**
 * Trigonometric interpolation: the sum of waves of whole frequency through the old values, read
 * off at the new places. Waves below half of the smaller size keep their amplitude and phase, a
 * constant stays what it is; higher ones are dropped. The wave at exactly half of an even smaller
 * size has no phase of its own there and is taken as a cosine, half of it at each sign, so that
 * the result is real and mirrored images give mirrored results.
 *
 * Source: Trefethen 2000, Spectral methods in MATLAB, chapter 3 (the periodic sinc function).
 */
export function fourierWeights(from: number, to: number): AxisWeights {
  const smaller = Math.min(from, to);
  const odd = smaller % 2 === 0 ? smaller - 1 : smaller;
  const turns = from * to;
  // At a distance of t / turns of the axis, the sum of cos(2 pi f t / turns) over |f| < smaller / 2
  // is sin(pi odd t / turns) / sin(pi t / turns).
  const sums = (t: number) => {
    const waves =
      t % turns === 0 ? odd : unitCircle(odd * t, 2 * turns).sin / unitCircle(t, 2 * turns).sin;
    if (odd === smaller) return waves;
    // Going down, the values of both signs of the wave fold onto one.
    const share = to < from ? 2 : 1;
    return waves + share * unitCircle((smaller / 2) * t, turns).cos;
  };
  const taps = Array.from({ length: to }, (_, i) =>
    Float64Array.from({ length: from }, (_, j) => sums(i * from - j * to) / from),
  );
  return { from, to, starts: taps.map(() => 0), taps };
}

/**
 * Linear interpolation between the centres of positions, as of pixels: the images cover the same
 * area before and after. Beyond the outermost centres the value there holds on.
 */
export function linearWeights(from: number, to: number): AxisWeights {
  const starts: number[] = [];
  const taps: Float64Array[] = [];
  for (let i = 0; i < to; i++) {
    const place = Math.min(from - 1, Math.max(0, ((i + 0.5) * from) / to - 0.5));
    const start = Math.min(Math.floor(place), Math.max(0, from - 2));
    const share = place - start;
    starts.push(start);
    taps.push(from === 1 ? Float64Array.of(1) : Float64Array.of(1 - share, share));
  }
  return { from, to, starts, taps };
}

/** Means over windows that do not overlap; the last one may be cut off by the edge. */
export function averageWeights(from: number, window: number): AxisWeights {
  const to = Math.ceil(from / window);
  const starts = Array.from({ length: to }, (_, i) => i * window);
  const taps = starts.map((start) => {
    const count = Math.min(window, from - start);
    return new Float64Array(count).fill(1 / count);
  });
  return { from, to, starts, taps };
}
