import * as tf from "@tensorflow/tfjs-core";
import { convInfo, type Info, type Shape4D, spreadForInput } from "./windows.js";

/**
 * The two gradients of `depthwiseConv2d`, which the wasm backend lacks: for the filter the sum
 * itself, for the input a forward depthwise convolution.
 *
 * NHWC, any stride and channel multiplier, padding "same", "valid" or a number. No dilation: tfjs
 * has no gradient of it.
 */
export function depthwiseGradients(backendName: string): tf.KernelConfig[] {
  return [
    {
      kernelName: tf.DepthwiseConv2dNativeBackpropFilter,
      backendName,
      kernelFunc: ({ inputs, attrs }) => {
        const { x, dy } = inputs as { x: tf.Tensor4D; dy: tf.Tensor4D };
        const { filterShape, ...how } =
          attrs as unknown as tf.DepthwiseConv2dNativeBackpropFilterAttrs;
        const info = convInfo(x.shape, filterShape, how, true);
        const values = [x, dy].map((tensor) => tensor.dataSync<"float32">());
        const sums = filterGradient(values[0]!, values[1]!, info, filterShape);
        return tf.tensor4d(Float32Array.from(sums), filterShape);
      },
    },
    {
      kernelName: tf.DepthwiseConv2dNativeBackpropInput,
      backendName,
      kernelFunc: ({ inputs, attrs }) => {
        const { dy, filter } = inputs as { dy: tf.Tensor4D; filter: tf.Tensor4D };
        const { inputShape, ...how } =
          attrs as unknown as tf.DepthwiseConv2dNativeBackpropInputAttrs;
        const info = convInfo(inputShape, filter.shape, how, true);
        return tf.tidy(() => inputGradient(dy, filter, info));
      },
    },
  ];
}

/**
 * At offset (i, j), channel c and copy q: the sum over images and positions of
 * x[stride * y + i, stride * x + j, c] dy[y, x, c, q]. A plain loop: on wasm, values are read at no
 * cost, and the operations of tfjs that could do this take longer.
 */
function filterGradient(
  x: Float32Array,
  dy: Float32Array,
  info: Info,
  [height, width, channels, copies]: Shape4D,
): Float64Array {
  const { batchSize, inHeight, inWidth, outHeight, outWidth, padInfo } = info;
  const sums = new Float64Array(height * width * channels * copies);
  for (let place = 0; place < batchSize * outHeight * outWidth; place++) {
    const image = Math.floor(place / (outHeight * outWidth));
    const top = (Math.floor(place / outWidth) % outHeight) * info.strideHeight - padInfo.top;
    const left = (place % outWidth) * info.strideWidth - padInfo.left;
    for (let i = Math.max(0, -top); i < Math.min(height, inHeight - top); i++) {
      for (let j = Math.max(0, -left); j < Math.min(width, inWidth - left); j++) {
        const from = ((image * inHeight + top + i) * inWidth + left + j) * channels;
        const to = (i * width + j) * channels * copies;
        for (let p = 0; p < channels * copies; p++) {
          const seen = x[from + (copies === 1 ? p : Math.floor(p / copies))]!;
          sums[to + p]! += seen * dy[place * channels * copies + p]!;
        }
      }
    }
  }
  return sums;
}

/**
 * Each output spread its window over the input: dy with zeros between its entries, convolved with
 * the filter turned by half a turn, channel by channel; the copies of a channel add up.
 */
function inputGradient(dy: tf.Tensor4D, filter: tf.Tensor4D, info: Info): tf.Tensor4D {
  const [filterHeight, filterWidth, channels, copies] = filter.shape;
  const { batchSize, inHeight, inWidth } = info;
  const turned = tf.reshape(tf.reverse4d(filter, [0, 1]), [
    filterHeight,
    filterWidth,
    channels * copies,
    1,
  ]) as tf.Tensor4D;
  const each = tf.depthwiseConv2d(spreadForInput(dy, info), turned, 1, "valid");
  return tf.sum(
    tf.reshape(each, [batchSize, inHeight, inWidth, channels, copies]),
    4,
  ) as tf.Tensor4D;
}
