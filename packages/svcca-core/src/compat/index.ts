export type { CompatOptions } from "./acts.js";
export { type ComputePwccaOptions, computePwcca } from "./compute-pwcca.js";
export { type ConvActs, fftResize, fourierCcas } from "./fourier.js";
export {
  type CcaSimilarity,
  type CcaSimilarityOptions,
  getCcaSimilarity,
} from "./get-cca-similarity.js";
export { type GetPca, type GetPcaOptions, getPca } from "./get-pca.js";
export { getPlsSimilarity, type PlsSimilarity } from "./get-pls-similarity.js";
export { positivedefMatrixSqrt } from "./matrix-sqrt.js";
export { type RobustOptions, robustCcaSimilarity } from "./robust-cca-similarity.js";
export { sumThreshold } from "./sum-threshold.js";
