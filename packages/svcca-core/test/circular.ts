import type { ArraySource } from "@svcca/linalg";
import { gaussian } from "@svcca/linalg/testing";

type Shape = readonly [images: number, channels: number, height: number, width: number];

/** Images in memory, NCHW unless said. */
export function conv(shape: readonly number[], data: Float64Array, layout = "NCHW"): ArraySource {
  const values = shape.slice(1).reduce((product, n) => product * n, 1);
  return {
    name: "conv",
    shape,
    dtype: "<f8",
    attributes: { layout },
    read: async (start, end) => data.slice(start * values, end * values),
  };
}

export function gaussianData(count: number, seed: number): Float64Array {
  const next = gaussian(seed);
  return Float64Array.from({ length: count }, () => next());
}

/** tanh of a circular convolution with random 3 x 3 kernels. */
export function circularLayer(
  data: Float64Array,
  [n, c, h, w]: Shape,
  channels: number,
  seed: number,
) {
  const kernels = gaussianData(channels * c * 9, seed);
  const out = new Float64Array(n * channels * h * w);
  for (let i = 0, p = 0; i < n; i++)
    for (let k = 0; k < channels; k++)
      for (let y = 0; y < h; y++)
        for (let x = 0; x < w; x++, p++) {
          let sum = 0.1 * k;
          for (let j = 0; j < c; j++)
            for (let t = 0; t < 9; t++) {
              const [yy, xx] = [(y + Math.floor(t / 3)) % h, (x + (t % 3)) % w];
              sum += kernels[(k * c + j) * 9 + t]! * data[((i * c + j) * h + yy) * w + xx]!;
            }
          out[p] = Math.tanh(0.4 * sum);
        }
  return out;
}

/** Random images with all their circular translations. */
export function translationClosed(base: number, c: number, h: number, w: number, seed: number) {
  const images = gaussianData(base * c * h * w, seed);
  const data = new Float64Array(images.length * h * w);
  let p = 0;
  for (let i = 0; i < base; i++)
    for (let dy = 0; dy < h; dy++)
      for (let dx = 0; dx < w; dx++)
        for (let k = 0; k < c; k++)
          for (let y = 0; y < h; y++)
            for (let x = 0; x < w; x++, p++)
              data[p] = images[((i * c + k) * h + ((y + dy) % h)) * w + ((x + dx) % w)]!;
  return { data, shape: [base * h * w, c, h, w] as const };
}
