import * as tf from "@tensorflow/tfjs-core";
import { convGradients } from "./conv-gradients.js";
import { depthwiseGradients } from "./depthwise-gradients.js";
import { maxPoolGradient } from "./max-pool-gradient.js";

/**
 * Gives the wasm backend of tfjs the gradients of convolutions, so that convolutional networks can
 * be trained on it: as it comes, training one fails with "Kernel 'Conv2DBackpropFilter' not
 * registered". The cpu backend of tfjs has them, and is some hundred times slower. The gradient of max pooling is
 * replaced too: the one that is there is wrong for windows without a positive value.
 *
 * Call it once, before training. Calling it again changes nothing.
 *
 * @param backendName `"wasm"`, or the name under which that backend was registered.
 */
export function registerConvGradients(backendName = "wasm"): void {
  const configs = [
    ...convGradients(backendName),
    ...depthwiseGradients(backendName),
    maxPoolGradient(backendName),
  ];
  for (const config of configs) {
    if (tf.getKernel(config.kernelName, backendName) !== undefined) {
      tf.unregisterKernel(config.kernelName, backendName);
    }
    tf.registerKernel(config);
  }
}
