import type { SymbolicTensor } from "@tensorflow/tfjs-layers";
import * as layers from "@tensorflow/tfjs-layers";
import { assertImages, type NetworkOptions, seededLayers } from "./parts.js";

/** Options of {@link resnet}. */
export interface ResnetOptions extends NetworkOptions {
  /** Channels of each of the stages; the second and later ones halve the image. Default 16, 32, 64. */
  readonly channels?: readonly number[];
  /** Blocks of each stage. Default 10, as in the paper. */
  readonly blocks?: number;
  /** Units of the dense layer before the logits. Default 64. */
  readonly units?: number;
}

/**
 * The residual network of the SVCCA paper: conv - (10 x [conv, bn, relu]) x 3 - bn - fc - out. Each
 * block adds what it computes to what came in; where a stage halves the image, a 1 x 1 convolution
 * brings the old values to the new size. The layers of a block share a prefix: `block4_conv`,
 * `block4_bn`, `block4_relu`, `block4_add`.
 *
 * The paper gives neither widths nor where the additions are; both are choices of ours.
 *
 * Source: Raghu et al. 2017 (arXiv 1706.05806), section 4 and appendix.
 *
 * @throws SvccaError `shape-mismatch` for datapoints that are no images.
 */
export function resnet(options: ResnetOptions): layers.LayersModel {
  assertImages("resnet", options);
  const { inputShape, outputs, seed = 1 } = options;
  const { channels = [16, 32, 64], blocks = 10, units = 64 } = options;
  const { convolution, batchNorm, dense } = seededLayers(seed);
  const input = layers.input({ shape: [...inputShape], name: "input" });
  const step = (layer: layers.layers.Layer, x: SymbolicTensor) => layer.apply(x) as SymbolicTensor;
  let x = step(convolution("conv1", channels[0]!), input);
  let number = 0;
  channels.forEach((width, stage) => {
    for (let block = 0; block < blocks; block++) {
      number++;
      const prefix = `block${number}`;
      const halves = stage > 0 && block === 0;
      const strides = halves ? 2 : 1;
      const linear = { strides, activation: "linear" as const };
      let inside = step(convolution(`${prefix}_conv`, width, linear), x);
      inside = step(batchNorm(`${prefix}_bn`), inside);
      inside = step(
        layers.layers.activation({ name: `${prefix}_relu`, activation: "relu" }),
        inside,
      );
      const around = halves
        ? step(convolution(`${prefix}_shortcut`, width, { ...linear, kernelSize: 1 }), x)
        : x;
      x = layers.layers.add({ name: `${prefix}_add` }).apply([inside, around]) as SymbolicTensor;
    }
  });
  x = step(batchNorm("bn"), x);
  x = step(layers.layers.globalAveragePooling2d({ name: "pool" }), x);
  x = step(dense("fc", units, "relu"), x);
  return layers.model({ inputs: input, outputs: step(dense("logits", outputs), x) });
}
