import { gaussianMatrix } from "@svcca/linalg/testing";

/**
 * Layers of a network that share signals with all other networks made here, as arrays of an npz
 * file. Rows `start` to `end` of `n` datapoints.
 */
export function network(n: number, widths: readonly number[], seed: number, start = 0, end = n) {
  const signals = gaussianMatrix(n, 6, 1);
  return Object.fromEntries(
    widths.map((width, i) => {
      const noise = gaussianMatrix(n, width, 100 * seed + i);
      const mix = gaussianMatrix(6, width, 1000 * seed + i);
      const data = noise.data.map((value, p) => {
        const [row, col] = [Math.floor(p / width), p % width];
        let sum = 0.5 * value + 3;
        for (let s = 0; s < 6; s++) sum += signals.data[row * 6 + s]! * mix.data[s * width + col]!;
        return sum;
      });
      return [
        `layer${i}`,
        { shape: [end - start, width], data: data.subarray(start * width, end * width) },
      ];
    }),
  );
}
