export type {
  Backend,
  BlockMoments,
  CallOptions,
  ComplexFactors,
  Eigh,
  EighOptions,
  HermitianEighsOptions,
  MatmulOptions,
  ProjectOptions,
  Svd,
} from "./backend.js";
export { columnMeans, subtractRow } from "./centre.js";
export {
  adjoint,
  assertComplex,
  type ComplexMatrix,
  complexMatrix,
} from "./complex/complex-matrix.js";
export { type ComplexEigh, complexEigh } from "./complex/eigh.js";
export { type ComplexBackend, withComplexFallback } from "./complex/fallback.js";
export { type ComplexMatmulOptions, complexMatmul } from "./complex/matmul.js";
export {
  type ComplexSvd,
  type ComplexSvdOptions,
  complexSingularValues,
  complexSvd,
} from "./complex/svd.js";
export { type ErrorCode, type ErrorFacts, SvccaError } from "./errors.js";
export {
  assertFinite,
  assertMatrix,
  fromRows,
  type Matrix,
  type Matrix64,
  matrix,
  maxAbs,
  scaleColumns,
  scaleRows,
  sliceColumns,
  transpose,
} from "./matrix.js";
export type { MomentSums } from "./moment-sums.js";
export { type Qr, type QrOptions, qr } from "./qr/qr.js";
export { shuffledOrder, uniform } from "./random.js";
export { breather } from "./reference/breather.js";
export { cholesky } from "./reference/cholesky.js";
export { eigh } from "./reference/eigh.js";
export {
  type CompleteBackend,
  referenceBackend,
  withFallback,
} from "./reference/index.js";
export { svd } from "./reference/svd.js";
export {
  assertAdded,
  assertCentred,
  assertLayers,
  assertPairs,
  assertProjected,
  assertSquare,
  keptCount,
  memoryFor,
  productShape,
} from "./shapes.js";
export type { ArraySource, RowOptions } from "./source.js";
export type {
  ImageAxes,
  SpectralDirections,
  SpectralLayer,
  SpectralMoments,
  SpectralPlan,
  SpectralSide,
  SpectralSums,
  SpectralUnit,
} from "./spectra.js";
export { unitCircle } from "./unit-circle.js";
