import {
  commonFrequencies,
  type FrequencyMoments,
  frequencyMoments,
  type ImageLayer,
  imageSize,
} from "@svcca/dft-preprocessing";
import { SvccaError } from "@svcca/linalg";
import type { Activations } from "../input/activations.js";
import { inBatches } from "./batches.js";
import { Conclusions } from "./conclusions.js";
import { type ComparedFrequency, compareFrequencies } from "./frequency.js";
import { imageLayerOf } from "./layers.js";
import { type DftOptions, type DftSetting, settingOf } from "./options.js";
import { type DftResult, summaryOf } from "./result.js";

/**
 * SVCCA (or CCA) of convolutional layers frequency by frequency: the discrete Fourier transform
 * over space of every channel, then one complex comparison of the channels at each frequency.
 * c channels on h x w positions cost h w comparisons of c neurons, where flattening costs one of
 * c h w.
 *
 * Layers of different sizes share the frequencies -s/2 <= f < s/2 of the smaller size s, axis by
 * axis. A dense layer, or one logit, is compared with a convolutional one at the zero frequency.
 *
 * Covariances resolve directions down to about 1e-7 of the largest at a frequency. Where those that
 * are kept come near it, the layers are read again along them, up to twice, which gives the accuracy
 * of a decomposition of the coefficients themselves.
 *
 * Source: Raghu, Gilmer, Yosinski, Sohl-Dickstein 2017 (arXiv 1706.05806), section 3.1 and
 * appendix C.
 *
 * @param x images x channels x height x width in either layout, or datapoints x neurons.
 * @param y the same datapoints in the same order; channels, height and width may differ.
 * @throws SvccaError `shape-mismatch`, `too-few-datapoints`, `non-finite`, `no-variance`,
 *   `unsupported`, `invalid-argument`, `accuracy`.
 */
export async function dftSvcca(
  x: Activations,
  y: Activations,
  options: DftOptions = {},
): Promise<DftResult> {
  const setting = settingOf(options);
  const { reduction, backend, call, memory } = setting;
  const { layout, onProgress = () => {} } = options;
  const layers = [imageLayerOf(x, "x", layout), imageLayerOf(y, "y", layout)] as const;
  const found = new Conclusions(layers, { ...setting, onImages: onProgress });
  let [datapoints, channels] = [0, { x: 0, y: 0 }];
  const reading = { backend, ...call, memory, onProgress };
  const values = ({ cxx, cyy, cxy }: FrequencyMoments) =>
    cxx.re.length + cyy.re.length + cxy.re.length;
  for await (const batch of inBatches(frequencyMoments(...layers, reading), values)) {
    const [{ cxy, datapoints: n }] = batch as [FrequencyMoments];
    [datapoints, channels] = [n, { x: cxy.rows, y: cxy.cols }];
    await found.add(await compareFrequencies(batch, reduction, backend, call));
  }
  return resultOf(await found.all(), layers, datapoints, channels, setting);
}

/**
 * What the frequencies of a pair say together.
 *
 * @throws SvccaError `no-variance` when there is none at which both layers vary.
 */
export function resultOf(
  compared: readonly ComparedFrequency[],
  [x, y]: readonly [ImageLayer, ImageLayer],
  datapoints: number,
  channels: { readonly x: number; readonly y: number },
  { measure, average, backend }: DftSetting,
): DftResult {
  if (compared.length === 0) {
    const [nameX, nameY] = [x.source.name, y.source.name];
    throw new SvccaError(
      "no-variance",
      `${nameX} and ${nameY} share no frequency at which both vary over the ${datapoints} datapoints; without variance there is nothing to compare`,
      { x: nameX, y: nameY, datapoints },
    );
  }
  const size = commonFrequencies(imageSize(x), imageSize(y));
  const over = average === "neurons" ? Math.min(channels.x, channels.y) : undefined;
  const rest = { measure, datapoints, channels, backend: backend.name };
  return { ...rest, ...summaryOf(compared, size, datapoints, channels, over) };
}
