import { commonFrequencies, frequencyMoments, imageSize } from "@svcca/dft-preprocessing";
import { referenceBackend, SvccaError, withFallback } from "@svcca/linalg";
import type { Activations } from "../input/activations.js";
import { assertChoice } from "../measures/options.js";
import { type ComparedFrequency, compareFrequency, conclude } from "./frequency.js";
import { imageLayerOf } from "./layers.js";
import { type DftOptions, reductionOf } from "./options.js";
import { needsReading, readAgain, Waiting } from "./read-again.js";
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
  const { measure = "svcca", average = "kept" } = options;
  const { layout, signal, memory = 2 ** 29, onProgress = () => {} } = options;
  const reduction = reductionOf(options);
  assertChoice("average", average, ["kept", "neurons"]);
  const backend = withFallback(options.backend ?? referenceBackend);
  const layers = [imageLayerOf(x, "x", layout), imageLayerOf(y, "y", layout)] as const;
  const call = signal ? { signal } : {};
  const size = commonFrequencies(imageSize(layers[0]), imageSize(layers[1]));
  const found: (ComparedFrequency | undefined)[] = [];
  let [datapoints, channels] = [0, { x: 0, y: 0 }];
  const reading = { backend, ...call, memory, onProgress };
  const waiting = new Waiting<number>(memory / 2);
  const readForThem = async () => {
    const list = waiting.take();
    const ones = list.map(({ one }) => one);
    const better = await readAgain(layers, ones, memory / 4, backend, call, onProgress);
    for (const [i, { tag }] of list.entries()) found[tag] = await conclude(better[i]!, call);
  };
  for await (const moments of frequencyMoments(...layers, reading)) {
    datapoints = moments.datapoints;
    channels = { x: moments.cxy.rows, y: moments.cxy.cols };
    const one = await compareFrequency(moments, reduction, backend, call);
    const place = found.push(undefined) - 1;
    if (one === undefined) continue;
    if (!needsReading(one, backend)) found[place] = await conclude(one, call);
    else if (waiting.add(one, place)) await readForThem();
  }
  await readForThem();
  const compared = found.filter((one) => one !== undefined);
  if (compared.length === 0) {
    const [nameX, nameY] = layers.map(({ source }) => source.name);
    throw new SvccaError(
      "no-variance",
      `${nameX} and ${nameY} share no frequency at which both vary over the ${datapoints} datapoints; without variance there is nothing to compare`,
      { x: nameX, y: nameY, datapoints },
    );
  }
  const over = average === "neurons" ? Math.min(channels.x, channels.y) : undefined;
  const rest = { measure, datapoints, channels, backend: backend.name };
  return { ...rest, ...summaryOf(compared, size, datapoints, channels, over) };
}
