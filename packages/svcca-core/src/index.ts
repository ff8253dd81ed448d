export { ablate } from "./ablation/ablate.js";
export {
  type NeuronSubspace,
  type NeuronSubspaceOptions,
  neuronSubspace,
} from "./ablation/neuron-subspace.js";
export { leastSquaresReconstruction } from "./ablation/reconstruction.js";
export {
  type DirectionSubspaceOptions,
  directionSubspace,
  type Subspace,
} from "./ablation/subspace.js";
export { type TopNeuron, topNeurons } from "./ablation/top-neurons.js";
export { dftSvcca } from "./dft/dft-svcca.js";
export {
  type DftDirections,
  dftDirections,
  type FrequencyDirections,
} from "./dft/directions.js";
export type { DftOptions } from "./dft/options.js";
export {
  comparePairsByFrequency,
  type FrequencyPairsOptions,
  type FrequencySimilarity,
  similarityByFrequency,
} from "./dft/pairs.js";
export type { DftResult, FrequencyResult } from "./dft/result.js";
export { type SpatialMaps, spatialMaps } from "./dft/spatial-maps.js";
export type { Activations } from "./input/activations.js";
export type { Interpolation } from "./input/interpolate.js";
export type { Layout } from "./input/layout.js";
export type { Spatial, SpatialOptions } from "./input/spatial.js";
export type { Time, TimeOptions } from "./input/time.js";
export {
  type CcaResult,
  type CompareOptions,
  cca,
  ccaFromMoments,
  type MomentsOptions,
} from "./measures/cca.js";
export { type MeasureChoice, measureNames } from "./measures/choice.js";
export { type CkaOptions, type CkaResult, cka, ckaFromMoments } from "./measures/cka.js";
export { type CkaRbfOptions, ckaRbf } from "./measures/cka-rbf.js";
export { type MutualKnnOptions, mutualKnn } from "./measures/mutual-knn.js";
export { type PcaResult, pca } from "./measures/pca.js";
export { type PlsResult, pls, plsFromMoments } from "./measures/pls.js";
export {
  type PairOptions,
  type ProcrustesResult,
  procrustes,
  procrustesFromMoments,
} from "./measures/procrustes.js";
export {
  type PwccaOptions,
  type PwccaResult,
  pwcca,
  pwccaFromMoments,
} from "./measures/pwcca.js";
export type { MeasureName, Similarity } from "./measures/result.js";
export { type RsaOptions, rsa } from "./measures/rsa.js";
export { similarity, similarityFromMoments } from "./measures/similarity.js";
export {
  type SvccaResult,
  svcca,
  svccaFromMoments,
  type TruncateOption,
} from "./measures/svcca.js";
export {
  type MomentsOrigin,
  momentsFromArrays,
  momentsToArrays,
  type NamedArray,
  type StoredMoments,
} from "./moments/arrays.js";
export {
  type CrossMoments,
  type LayerMoments,
  type Moments,
  mergeMoments,
  type Pair,
} from "./moments/moments.js";
export { type CollectOptions, collectMoments, type ReadOptions } from "./moments/stream.js";
export type { Cost } from "./plan/cost.js";
export {
  type ExplainOptions,
  type Explanation,
  explain,
  type Way,
  type WayCost,
} from "./plan/explain.js";
export type { Recommendation } from "./plan/recommend.js";
export { type Directions, project } from "./result/directions.js";
export type { Warning } from "./result/warnings.js";
export type { Truncation } from "./routes/truncation.js";
export { type BartlettOptions, type BartlettResult, bartlett } from "./significance/bartlett.js";
export {
  type BootstrapOptions,
  type BootstrapResult,
  bootstrap,
} from "./significance/bootstrap.js";
export { noiseFloor } from "./significance/noise-floor.js";
export {
  type PermutationOptions,
  type PermutationResult,
  permutationTest,
} from "./significance/permutation.js";
export { similarityFloor } from "./significance/similarity-floor.js";
export {
  type SplitHalfOptions,
  type SplitHalfResult,
  splitHalf,
} from "./significance/split-half.js";
export { type AlignedSide, type AlignOptions, type AlignResult, align } from "./studies/align.js";
export {
  type ClassSensitivityResult,
  classIndicators,
  classSensitivity,
} from "./studies/classes.js";
export { type DynamicsResult, dynamics } from "./studies/dynamics.js";
export { comparePairsFromMoments } from "./studies/from-moments.js";
export { type GridOptions, type GridResult, grid } from "./studies/grid.js";
export {
  compareGroups,
  type GroupComparison,
  type GroupPlan,
  type NetworkGroup,
  planGroups,
} from "./studies/groups.js";
export { comparePairs, type PairsOptions } from "./studies/pairs.js";
