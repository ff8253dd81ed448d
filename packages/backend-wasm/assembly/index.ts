export { multiply } from "./multiply";
export { pack } from "./pack";
export { implicitQl } from "./ql";
export { finishRow, reduceRow, symmetricTimesVector } from "./tridiagonal";
export { axpy, dot, rotate, scale } from "./vector";
export { secularRoot, secularVector, secularWeights } from "./secular";
