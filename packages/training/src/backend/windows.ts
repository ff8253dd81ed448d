import * as tf from "@tensorflow/tfjs-core";

export type Shape4D = [number, number, number, number];
export type Info = tf.backend_util.Conv2DInfo;

/** Where the windows of a convolution lie, NHWC and without dilation. */
export function convInfo(
  inShape: Shape4D,
  filterShape: Shape4D,
  { strides, pad }: Pick<tf.Conv2DBackpropFilterAttrs, "strides" | "pad">,
  depthwise = false,
): Info {
  const { computeConv2DInfo } = tf.backend_util;
  return computeConv2DInfo(inShape, filterShape, strides, 1, pad, undefined, depthwise);
}

/**
 * The gradient of the outputs at the places of the inputs: stride - 1 zeros between its entries, and
 * zeros around, so that a window of the filter's size, moved by one, gives one result for each pixel
 * of the input.
 */
export function spreadForInput(dy: tf.Tensor4D, info: Info): tf.Tensor4D {
  const { batchSize, filterHeight, filterWidth, inHeight, inWidth, padInfo } = info;
  const spread = spreadOut(dy, info.strideHeight, info.strideWidth);
  // There are zeros after the last entry as well; the end is then brought to the length.
  const above = filterHeight - 1 - padInfo.top;
  const beside = filterWidth - 1 - padInfo.left;
  const height = inHeight + filterHeight - 1;
  const width = inWidth + filterWidth - 1;
  const padded = tf.pad4d(spread, [
    [0, 0],
    [above, Math.max(0, height - above - spread.shape[1])],
    [beside, Math.max(0, width - beside - spread.shape[2])],
    [0, 0],
  ]);
  return tf.slice4d(padded, [0, 0, 0, 0], [batchSize, height, width, dy.shape[3]]);
}

/** NHWC images with stride - 1 rows and columns of zeros after each one. */
function spreadOut(dy: tf.Tensor4D, strideHeight: number, strideWidth: number): tf.Tensor4D {
  const [images, height, width, channels] = dy.shape;
  const columns = width * strideWidth * channels;
  const wide = tf.pad2d(tf.reshape(dy, [images * height * width, channels]), [
    [0, 0],
    [0, (strideWidth - 1) * channels],
  ]);
  const high = tf.pad2d(tf.reshape(wide, [images * height, columns]), [
    [0, 0],
    [0, (strideHeight - 1) * columns],
  ]);
  return tf.reshape(high, [images, height * strideHeight, width * strideWidth, channels]);
}
