import * as tf from "@tensorflow/tfjs-core";

/**
 * The gradient of `maxPool`. The wasm backend's own (4.22.0) loses what belongs to a window without
 * a positive value, as half of those after a batch norm may be.
 *
 * NHWC, any size and stride. The gradient of a window goes to the first of its largest values, as
 * on the cpu backend. A plain loop: on wasm, values are read at no cost, and the operations of tfjs
 * that could do this take many times as long.
 */
export function maxPoolGradient(backendName: string): tf.KernelConfig {
  return {
    kernelName: tf.MaxPoolGrad,
    backendName,
    kernelFunc: ({ inputs, attrs }) => {
      const { dy, input } = inputs as Record<"dy" | "input", tf.Tensor4D>;
      const { filterSize, strides, pad, dimRoundingMode } = attrs as unknown as tf.MaxPoolGradAttrs;
      const info = tf.backend_util.computePool2DInfo(
        input.shape,
        filterSize,
        strides,
        1,
        pad,
        dimRoundingMode,
      );
      const x = input.dataSync<"float32">();
      return tf.tensor4d(gradient(dy.dataSync<"float32">(), x, info), input.shape);
    },
  };
}

function gradient(dy: Float32Array, x: Float32Array, info: tf.backend_util.Conv2DInfo) {
  const { batchSize, inHeight, inWidth, inChannels, outHeight, outWidth } = info;
  const { strideHeight, strideWidth, filterHeight, filterWidth, padInfo } = info;
  const dx = new Float32Array(x.length);
  let place = 0;
  for (let image = 0; image < batchSize; image++) {
    for (let row = 0; row < outHeight; row++) {
      const top = row * strideHeight - padInfo.top;
      const [fromY, toY] = [Math.max(0, top), Math.min(inHeight, top + filterHeight)];
      for (let column = 0; column < outWidth; column++) {
        const left = column * strideWidth - padInfo.left;
        const [fromX, toX] = [Math.max(0, left), Math.min(inWidth, left + filterWidth)];
        for (let channel = 0; channel < inChannels; channel++, place++) {
          let best = -1;
          for (let i = fromY; i < toY; i++) {
            for (let j = fromX; j < toX; j++) {
              const at = ((image * inHeight + i) * inWidth + j) * inChannels + channel;
              if (best < 0 || x[at]! > x[best]!) best = at;
            }
          }
          dx[best]! += dy[place]!;
        }
      }
    }
  }
  return dx;
}
