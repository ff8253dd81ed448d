import { type CallOptions, type CompleteBackend, SvccaError, type Svd } from "@svcca/linalg";
import { type Comparison, errorOf } from "../routes/basis.js";

/** The canonical correlations `s`, and the rotations that align the two sets of directions. */
export type Aligned = Svd;

/** The canonical correlations alone. */
export type Coefficients = Pick<Svd, "s">;

/**
 * The canonical correlations of a comparison, largest first, with the rotations that align the two
 * sets of directions.
 *
 * @throws SvccaError `accuracy` when a coefficient leaves [0, 1] by more than rounding explains;
 *   within that it is brought back into it.
 */
export async function align(
  comparison: Comparison,
  backend: CompleteBackend,
  call: CallOptions,
): Promise<Aligned> {
  const { u, s, vt } = await backend.svd(comparison.cross, call);
  return { u, s: withinBounds(s, comparison), vt };
}

/** The canonical correlations alone, which takes less work. @throws SvccaError as {@link align}. */
export async function coefficientsOf(
  comparison: Comparison,
  backend: CompleteBackend,
  call: CallOptions,
): Promise<Float64Array> {
  return withinBounds(await backend.singularValues(comparison.cross, call), comparison);
}

function withinBounds(s: Float64Array, comparison: Comparison): Float64Array {
  const tolerance = Math.max(1e-10, 16 * errorOf(comparison));
  if (!(s[0]! - 1 <= tolerance)) {
    throw new SvccaError(
      "accuracy",
      `svcca: the largest canonical correlation came out as ${s[0]}, which rounding (${tolerance.toExponential(0)}) does not explain; use method "exact"`,
      { received: s[0], tolerance },
    );
  }
  return s.map((value) => Math.min(1, value));
}
