import { uniform } from "@svcca/linalg";
import type { DataSet } from "./data-set.js";
import { normal } from "./normal.js";

/** Sines that each output of the toy is made of. */
const TERMS = 4;

/**
 * The toy of the SVCCA paper: a number from -1 to 1 in, four numbers out, each a smooth curve of
 * it (a sum of four sines of random frequency and phase). The paper does not say which function it
 * took.
 *
 * Source: Raghu et al. 2017 (arXiv 1706.05806), Fig. 1.
 *
 * @param count how many points, evenly spaced.
 * @param seed another function for another seed.
 */
export function toyCurves(count: number, seed: number): DataSet {
  const outputs = 4;
  const next = uniform(seed);
  const waves = Array.from({ length: outputs * TERMS }, () => ({
    size: normal(next) / TERMS,
    frequency: Math.PI * (0.5 + 2.5 * next()),
    phase: 2 * Math.PI * next(),
  }));
  const inputs = Float32Array.from({ length: count }, (_, i) =>
    count === 1 ? 0 : (2 * i) / (count - 1) - 1,
  );
  const values = Float32Array.from({ length: count * outputs }, (_, p) => {
    const [row, output] = [Math.floor(p / outputs), p % outputs];
    return waves
      .slice(output * TERMS, (output + 1) * TERMS)
      .reduce(
        (sum, { size, frequency, phase }) =>
          sum + size * Math.sin(frequency * inputs[row]! + phase),
        0,
      );
  });
  return { inputs, shape: [1], count, targets: { values, outputs } };
}
