import type { Backend } from "../backend.js";
import { withComplexFallback } from "../complex/fallback.js";
import { blockCases } from "./block-cases.js";
import { centredCases } from "./centred-cases.js";
import { complexCases } from "./complex-cases.js";
import { decompositionCases } from "./decomposition-cases.js";
import { matmulCases } from "./matmul-cases.js";
import { partialCases } from "./partial-cases.js";
import { projectCases } from "./project-cases.js";
import { roundingCases } from "./rounding-cases.js";
import { spectralCases } from "./spectral-cases.js";
import { sumsCases } from "./sums-cases.js";

/**
 * Everything that a backend must meet, for any test runner:
 *
 * ```
 * for (const { name, run } of conformanceCases()) {
 *   test(name, () => run(myBackend));
 * }
 * ```
 *
 * Products are held to c k u |A||B| per entry, decompositions to their reconstruction and
 * orthogonality, with u the backend's own `unitRoundoff`. A capability that the backend lacks is
 * the reference's in use, and is tested as such; `momentSums`, `spectralMoments` and `fourier2` have
 * none, and are tested where they are there. Needs the peer dependency fast-check.
 */
export function conformanceCases(): {
  name: string;
  run(backend: Backend): Promise<void>;
}[] {
  return [
    ...matmulCases,
    ...centredCases,
    ...blockCases,
    ...sumsCases,
    ...projectCases,
    ...roundingCases,
    ...decompositionCases,
    ...partialCases,
    ...complexCases,
    ...spectralCases,
  ].map(({ name, run }) => ({ name, run: (backend) => run(withComplexFallback(backend)) }));
}
