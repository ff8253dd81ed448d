import type { FrequencyMoments } from "@svcca/dft-preprocessing";
import {
  type CallOptions,
  type CompleteBackend,
  complexMatmul,
  complexSingularValues,
  SvccaError,
} from "@svcca/linalg";
import type { Reduction } from "../routes/basis.js";
import { type ComplexWhitening, complexWhiten } from "./whiten.js";

/** What a comparison at one frequency found. */
export interface ComparedFrequency {
  /** The canonical correlations, largest first, in [0, 1]. */
  readonly coefficients: Float64Array;
  readonly x: ComplexWhitening;
  readonly y: ComplexWhitening;
  /** Estimated error of the coefficients by rounding. */
  readonly error: number;
  /** Unit roundoff of the backend. */
  readonly unitRoundoff: number;
}

/**
 * Complex CCA of two layers at one frequency: the singular values of the covariance of the
 * whitened layers. Undefined where one of them has no variance at this frequency.
 *
 * @throws SvccaError `accuracy` when a coefficient leaves [0, 1] by more than rounding explains.
 */
export async function compareFrequency(
  moments: FrequencyMoments,
  reduction: Reduction,
  backend: CompleteBackend,
  call: CallOptions,
): Promise<ComparedFrequency | undefined> {
  const { cxx, cyy, cxy, meanX, meanY, roundingX, roundingY, datapoints, frequency } = moments;
  const x = await complexWhiten(cxx, meanX, roundingX, datapoints, reduction, backend, call);
  const y = await complexWhiten(cyy, meanY, roundingY, datapoints, reduction, backend, call);
  if (!x || !y) return undefined;
  const products = { backend, ...call };
  const half = await complexMatmul(x.weights, cxy, { ...products, adjointA: true });
  const cross = await complexMatmul(half, y.weights, products);
  const s = await complexSingularValues(cross, call);
  const error = Math.max(x.error, y.error);
  const tolerance = Math.max(1e-10, 16 * error);
  if (!(s[0]! - 1 <= tolerance)) {
    throw new SvccaError(
      "accuracy",
      `dftSvcca: at frequency (${frequency.y}, ${frequency.x}) the largest canonical correlation came out as ${s[0]}, which rounding (${tolerance.toExponential(0)}) does not explain; keep fewer directions (truncate)`,
      { received: s[0], tolerance, frequency },
    );
  }
  const coefficients = s.map((value) => Math.min(1, value));
  return { coefficients, x, y, error, unitRoundoff: backend.unitRoundoff };
}
