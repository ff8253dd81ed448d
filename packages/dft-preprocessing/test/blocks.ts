import type { ImageBlock, Layout } from "@svcca/dft-preprocessing";
import { gaussian } from "@svcca/linalg/testing";

/** Sizes of a block, whatever its layout. */
export interface Sizes {
  images: number;
  channels: number;
  height: number;
  width: number;
}

/** A block whose values `value` gives, laid out either way. */
export function blockOf(
  { images, channels, height, width }: Sizes,
  layout: Layout,
  value: (image: number, channel: number, y: number, x: number) => number,
): ImageBlock & { data: Float64Array } {
  const data = new Float64Array(images * channels * height * width);
  for (let i = 0; i < images; i++)
    for (let c = 0; c < channels; c++)
      for (let y = 0; y < height; y++)
        for (let x = 0; x < width; x++) {
          const at =
            layout === "NCHW"
              ? ((i * channels + c) * height + y) * width + x
              : ((i * height + y) * width + x) * channels + c;
          data[at] = value(i, c, y, x);
        }
  const shape =
    layout === "NCHW" ? [images, channels, height, width] : [images, height, width, channels];
  return { data, shape, layout };
}

/** The value of a block at a place, whatever its layout. */
export function valueAt(
  { shape, layout }: Pick<ImageBlock, "shape" | "layout">,
  data: ArrayLike<number>,
  [i, c, y, x]: readonly [number, number, number, number],
): number {
  const [, a, b, d] = shape as [number, number, number, number];
  return data[layout === "NCHW" ? ((i * a + c) * b + y) * d + x : ((i * a + y) * b + x) * d + c]!;
}

/** Independent normal values, the same for the same place whatever the layout. */
export function gaussianBlock(sizes: Sizes, layout: Layout, seed: number) {
  const { images, channels, height, width } = sizes;
  const next = gaussian(seed);
  const values = Float64Array.from({ length: images * channels * height * width }, () => next());
  return blockOf(
    sizes,
    layout,
    (i, c, y, x) => values[((i * channels + c) * height + y) * width + x]!,
  );
}

/**
 * The 2-D transform of one image by plain sums along rows and then columns, with angles that are
 * reduced in whole numbers before they are rounded.
 */
export function plainDft2(image: number[][]): { re: number[][]; im: number[][] } {
  const [height, width] = [image.length, image[0]!.length];
  const rows = image.map((row) => plainDft(row, new Array(width).fill(0)));
  const re = image.map(() => new Array<number>(width));
  const im = image.map(() => new Array<number>(width));
  for (let x = 0; x < width; x++) {
    const column = plainDft(
      rows.map((row) => row.re[x]!),
      rows.map((row) => row.im[x]!),
    );
    for (let y = 0; y < height; y++) {
      re[y]![x] = column.re[y]!;
      im[y]![x] = column.im[y]!;
    }
  }
  return { re, im };
}

function plainDft(re: number[], im: number[]): { re: number[]; im: number[] } {
  const n = re.length;
  const cos = re.map((_, t) => Math.cos((2 * Math.PI * t) / n));
  const sin = re.map((_, t) => Math.sin((2 * Math.PI * t) / n));
  const out = { re: new Array<number>(n).fill(0), im: new Array<number>(n).fill(0) };
  for (let k = 0; k < n; k++) {
    for (let j = 0; j < n; j++) {
      const t = (j * k) % n;
      out.re[k]! += re[j]! * cos[t]! + im[j]! * sin[t]!;
      out.im[k]! += im[j]! * cos[t]! - re[j]! * sin[t]!;
    }
  }
  return out;
}

/** The largest difference; NaN when there is one. */
export function maxDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let max = a.length === b.length ? 0 : Number.NaN;
  for (let p = 0; p < a.length; p++) {
    const difference = Math.abs(a[p]! - b[p]!);
    if (!(difference <= max)) max = difference;
  }
  return max;
}
