import * as tf from "@tensorflow/tfjs-core";

/** NHWC images with stride - 1 rows and columns of zeros after each one. */
export function spreadOut(dy: tf.Tensor4D, strideHeight: number, strideWidth: number): tf.Tensor4D {
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
