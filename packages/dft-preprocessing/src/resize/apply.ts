import { axesOf, type ImageBlock, type Size } from "../block.js";
import type { AxisWeights } from "./weights.js";

/** A block of another height and width, in float64. */
export interface ResizedBlock extends ImageBlock {
  readonly data: Float64Array;
}

/** Applies weights along the height and along the width of every channel. */
export function applyWeights(
  block: ImageBlock,
  alongHeight: AxisWeights,
  alongWidth: AxisWeights,
  where: string,
): ResizedBlock {
  const { images, channels, height } = axesOf(block, where, block.data.length);
  const first = block.layout === "NCHW";
  // An axis with `outer` things before it and `inner` values after it, in C order.
  const [outer, inner] = first ? [images * channels, 1] : [images, channels];
  const narrow = alongAxis(block.data, outer * height, inner, alongWidth);
  const data = alongAxis(narrow, outer, alongWidth.to * inner, alongHeight);
  return { data, ...shaped(block, { height: alongHeight.to, width: alongWidth.to }) };
}

/** The shape of `block` with another size of image. */
export function shaped(
  { shape, layout }: ImageBlock,
  { height, width }: Size,
): Omit<ImageBlock, "data"> {
  const [images = 0, a = 0, , c = 0] = shape;
  return {
    shape: layout === "NCHW" ? [images, a, height, width] : [images, height, width, c],
    layout,
  };
}

function alongAxis(
  data: Float32Array | Float64Array,
  outer: number,
  inner: number,
  { from, to, starts, taps }: AxisWeights,
): Float64Array {
  const out = new Float64Array(outer * to * inner);
  for (let o = 0; o < outer; o++) {
    for (let i = 0; i < to; i++) {
      const at = (o * to + i) * inner;
      const weights = taps[i]!;
      for (let t = 0; t < weights.length; t++) {
        const weight = weights[t]!;
        const source = (o * from + starts[i]! + t) * inner;
        for (let q = 0; q < inner; q++) out[at + q]! += weight * data[source + q]!;
      }
    }
  }
  return out;
}
