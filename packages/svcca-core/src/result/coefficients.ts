import { type CallOptions, type CompleteBackend, SvccaError, type Svd } from "@svcca/linalg";
import type { Comparison } from "../routes/basis.js";

/**
 * The canonical correlations of a comparison, largest first, with the rotations that align the two
 * sets of directions.
 *
 * @throws SvccaError `accuracy` when a coefficient leaves [0, 1] by more than rounding explains;
 *   within that it is brought back into it.
 */
export async function align(
  { cross, error }: Comparison,
  backend: CompleteBackend,
  call: CallOptions,
): Promise<Svd> {
  const { u, s, vt } = await backend.svd(cross, call);
  const tolerance = Math.max(1e-10, 16 * error);
  const worst = s[0]! - 1;
  if (!(worst <= tolerance)) {
    throw new SvccaError(
      "accuracy",
      `svcca: the largest canonical correlation came out as ${s[0]}, which rounding (${tolerance.toExponential(0)}) does not explain; use method "exact"`,
      { received: s[0], tolerance },
    );
  }
  return { u, s: s.map((value) => Math.min(1, value)), vt };
}
