import { type Backend, type SpectralMoments, type SpectralPlan, withFallback } from "@svcca/linalg";
import { PlainMoments } from "./plain.js";
import { Pool } from "./pool.js";

/**
 * Room for blocks of images and for their moments at some frequencies, by the backend's own way, or by
 * transforms on this thread and the backend's products where it has none: what `frequencyMoments`
 * and its kin stand on, for those who read images in an order of their own.
 *
 * @returns what has to be released in the end.
 * @throws SvccaError `invalid-argument` for a frequency that images of such a size do not have.
 */
export function openSpectralMoments(
  backend: Backend,
  plan: SpectralPlan,
): Promise<SpectralMoments> {
  return openerOf(backend)(plan);
}

/** Makes room for blocks of images and for their moments, in the memory of the one before. */
export type Open = (plan: SpectralPlan) => Promise<SpectralMoments>;

/**
 * The backend's own way where it has one for the sizes at hand; else transforms on this thread and
 * the backend's products, no coarser than all else: what is lost at a frequency would have to be
 * read again, and small directions are more common here than in a layer as a whole.
 */
export function openerOf(backend: Backend): Open {
  const pool = new Pool();
  const { name, unitRoundoff, momentsRoundoff = unitRoundoff } = backend;
  const complete =
    momentsRoundoff <= unitRoundoff
      ? withFallback(backend)
      : withFallback({ name, unitRoundoff, matmul: (...args) => backend.matmul(...args) });
  return async (plan) =>
    (await backend.spectralMoments?.(plan)) ?? new PlainMoments(plan, complete, pool);
}
