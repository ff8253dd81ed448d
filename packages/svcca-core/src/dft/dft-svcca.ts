import {
  commonFrequencies,
  frequencyMoments,
  type ImageLayer,
  imageSize,
} from "@svcca/dft-preprocessing";
import {
  type CallOptions,
  type CompleteBackend,
  referenceBackend,
  SvccaError,
  withFallback,
} from "@svcca/linalg";
import type { Activations } from "../input/activations.js";
import type { Layout } from "../input/layout.js";
import { assertChoice } from "../measures/options.js";
import { largestBy, type TruncateOption } from "../measures/svcca.js";
import type { ReadOptions } from "../moments/stream.js";
import type { Reduction } from "../routes/basis.js";
import { defaultTruncation } from "../routes/truncation.js";
import { compareFrequency } from "./frequency.js";
import { imageLayerOf } from "./layers.js";
import { type Compared, type DftResult, summaryOf } from "./result.js";

const ALL: Reduction = { kind: "all" };

/** Options of {@link dftSvcca}. */
export interface DftOptions
  extends TruncateOption,
    Omit<ReadOptions, "spatial" | "layout" | "time"> {
  /** Default `svcca`; `cca` keeps all directions. */
  readonly measure?: "cca" | "svcca";
  /** Over what each frequency's coefficients are averaged; as in `svcca`. Default `kept`. */
  readonly average?: "kept" | "neurons";
  /** Of layers with four dimensions. Default: the attribute `layout` of the file. */
  readonly layout?: Layout;
  /**
   * Bytes for the sums and for the block of transformed images, default 2^29 (512 MB). Where all
   * frequencies take more, the layers are read once for each group of frequencies that fits.
   */
  readonly memory?: number;
}

/**
 * SVCCA (or CCA) of convolutional layers frequency by frequency: the discrete Fourier transform
 * over space of every channel, then one complex comparison of the channels at each frequency.
 * c channels on h x w positions cost h w comparisons of c neurons, where flattening costs one of
 * c h w.
 *
 * Layers of different sizes share the frequencies -s/2 <= f < s/2 of the smaller size s, axis by
 * axis. A dense layer, or one logit, is compared with a convolutional one at the zero frequency.
 *
 * One pass over the data resolves directions down to about 1e-7 of the largest at a frequency.
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
  const { reduction, backend, call } = setting;
  const layers = [
    imageLayerOf(x, "x", options.layout),
    imageLayerOf(y, "y", options.layout),
  ] as const;
  const compared: Compared[] = [];
  let [datapoints, channels] = [0, { x: 0, y: 0 }];
  const reading = {
    backend,
    ...call,
    ...(options.memory === undefined ? {} : { memory: options.memory }),
    ...(options.onProgress ? { onProgress: options.onProgress } : {}),
  };
  for await (const moments of frequencyMoments(...layers, reading)) {
    const { frequency, cxy } = moments;
    datapoints = moments.datapoints;
    channels = { x: cxy.rows, y: cxy.cols };
    const one = await compareFrequency(moments, reduction, backend, call);
    if (one) compared.push({ ...one, frequency });
  }
  return resultOf(compared, layers, datapoints, channels, setting);
}

/** The options with their defaults, checked. */
export interface DftSetting {
  readonly measure: "cca" | "svcca";
  readonly average: "kept" | "neurons";
  readonly reduction: Reduction;
  readonly backend: CompleteBackend;
  readonly call: CallOptions;
}

/** @throws SvccaError `invalid-argument` for an option that is none. */
export function settingOf(options: DftOptions): DftSetting {
  const { measure = "svcca", average = "kept", truncate = defaultTruncation, signal } = options;
  assertChoice("measure", measure, ["cca", "svcca"]);
  assertChoice("average", average, ["kept", "neurons"]);
  return {
    measure,
    average,
    reduction: measure === "cca" ? ALL : largestBy(truncate),
    backend: withFallback(options.backend ?? referenceBackend),
    call: signal ? { signal } : {},
  };
}

/**
 * What the frequencies of a pair say together.
 *
 * @throws SvccaError `no-variance` when there is none at which both layers vary.
 */
export function resultOf(
  compared: readonly Compared[],
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
