export type { ComplexBlock, ImageBlock, Layout, Size } from "./block.js";
export { type Dft2Options, dft2, dft2With, inverseDft2 } from "./dft2.js";
export {
  type CommonFrequencies,
  commonFrequencies,
  type Frequency,
} from "./frequency/frequencies.js";
export { type FrequencySlices, frequencySlices } from "./frequency/slices.js";
export type { Into } from "./into.js";
export { type AlongMoments, type FrequencyAlong, momentsAlong } from "./moments/along.js";
export {
  type ComplexVector,
  type FrequencyMoments,
  mergeFrequencyMoments,
} from "./moments/frequency-moments.js";
export { type ImageLayer, imageSize, spectralLayerOf } from "./moments/layer.js";
export {
  type CrossFrequencyMoments,
  crossFrequencyMoments,
  type LayerFrequencyMoments,
  layerFrequencyMoments,
} from "./moments/many.js";
export { openSpectralMoments } from "./moments/open.js";
export { type FrequencyOptions, frequencyMoments } from "./moments/stream.js";
export type { ResizedBlock } from "./resize/apply.js";
export { poolAverage, poolMax } from "./resize/pool.js";
export { resizeFourier, resizeLinear } from "./resize/resize.js";
