import * as layers from "@tensorflow/tfjs-layers";
import { assertImages, type NetworkOptions, seededLayers } from "./parts.js";

/** Options of {@link convnet}. */
export interface ConvnetOptions extends NetworkOptions {
  /** Channels of the convolutions before and after the first pooling. Default 64 and 64. */
  readonly channels?: readonly [number, number];
  /** Units of the two dense layers. Default 512 and 256, those of the paper. */
  readonly units?: readonly [number, number];
}

/**
 * The convolutional network of the SVCCA paper: conv-conv-bn-pool-conv-conv-conv-bn-pool-fc-bn-fc-
 * bn-out, with ReLU after each convolution and dense layer. With images of 32 x 32 and the defaults,
 * `pool2` has the 4096 neurons and `fc1` and `fc2` the 512 and 256 of its figure 2.
 *
 * Source: Raghu et al. 2017 (arXiv 1706.05806), section 4 and appendix.
 *
 * @throws SvccaError `shape-mismatch` for datapoints that are no images.
 */
export function convnet(options: ConvnetOptions): layers.LayersModel {
  assertImages("convnet", options);
  const { inputShape, outputs, seed = 1, channels = [64, 64], units = [512, 256] } = options;
  const { convolution, batchNorm, dense } = seededLayers(seed);
  const pool = (name: string) => layers.layers.maxPooling2d({ name, poolSize: 2, padding: "same" });
  return layers.sequential({
    layers: [
      convolution("conv1", channels[0], { inputShape: [...inputShape] }),
      convolution("conv2", channels[0]),
      batchNorm("bn1"),
      pool("pool1"),
      convolution("conv3", channels[1]),
      convolution("conv4", channels[1]),
      convolution("conv5", channels[1]),
      batchNorm("bn2"),
      pool("pool2"),
      layers.layers.flatten({ name: "flatten" }),
      dense("fc1", units[0], "relu"),
      batchNorm("bn3"),
      dense("fc2", units[1], "relu"),
      batchNorm("bn4"),
      dense("logits", outputs),
    ],
  });
}
