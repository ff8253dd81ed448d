export { registerConvGradients } from "./backend/register-gradients.js";
export {
  activationSources,
  type CapturedLayer,
  type CaptureOptions,
  captureActivations,
} from "./capture/capture.js";
export { layerNames } from "./capture/submodel.js";
export {
  type Compressed,
  type CompressedLayer,
  type CompressOptions,
  compress,
  type ModelSize,
} from "./compress/compress.js";
export {
  type CompressionCurveOptions,
  type CompressionPoint,
  compressionCurve,
} from "./compress/curve.js";
export { compressibleLayers } from "./compress/low-rank.js";
export type { Reconstruction } from "./compress/reconstruction.js";
export { compressionMethods, type Directions } from "./compress/subspaces.js";
export {
  type ClassTargets,
  type DataSet,
  outputsOf,
  pickData,
  sliceData,
  type ValueTargets,
} from "./data/data-set.js";
export { drawnClasses, drawnDistortion, drawnImages } from "./data/drawn.js";
export { imageSet } from "./data/image-set.js";
export { shuffledLabels } from "./data/shuffled-labels.js";
export { toyCurves } from "./data/toy.js";
export { FreezeCallback, type FreezeCallbackOptions } from "./freeze/callback.js";
export { freezeLayers, thawLayers } from "./freeze/freeze-layers.js";
export type { Frozen } from "./freeze/freezer.js";
export { blockGroups, type LayerGroup, layerGroups } from "./freeze/groups.js";
export {
  type FreezeMoment,
  type FreezeRule,
  linearFreeze,
  type RuleState,
  scheduledFreeze,
} from "./freeze/rule.js";
export { type SvccaFreezeOptions, svccaFreeze } from "./freeze/svcca-freeze.js";
export { backwardWork, type LayerWork, layerWork } from "./freeze/work.js";
export { type ConvnetOptions, convnet } from "./networks/convnet.js";
export { type LstmOptions, lstm } from "./networks/lstm.js";
export { type MlpOptions, mlp } from "./networks/mlp.js";
export type { NetworkOptions } from "./networks/parts.js";
export { type ResnetOptions, resnet } from "./networks/resnet.js";
export { type ClassProbes, type ClassProbesOptions, classProbes } from "./study/class-probes.js";
export { type Convergence, type ConvergenceWatch, convergenceOf } from "./study/convergence.js";
export { accuracy, meanSquaredError, outputsFor } from "./train/evaluate.js";
export type { TrainOptions } from "./train/options.js";
export type { TrainerFacts, TrainerState } from "./train/state.js";
export { createTrainer, type Trainer } from "./train/trainer.js";
