export { bidiagonalQr } from "./bidiagonal";
export { multiply } from "./multiply";
export { pack } from "./pack";
export { implicitQl } from "./ql";
export { reflector } from "./reflector";
export { applyRotations } from "./rotations";
export { secularRoot, secularVector, secularWeights } from "./secular";
export { finishRow, reduceRow, symmetricTimesVector } from "./tridiagonal";
export { combine, dots, rotate, scale } from "./vector";
