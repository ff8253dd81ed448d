import { type ArraySource, SvccaError } from "@svcca/linalg";
import type { Settings } from "../settings.js";

/** All memory that WebAssembly can have. */
const PAGE_BYTES = 4 * 2 ** 30;
/** Moments of two layers and across, or a matrix, its eigenvectors and what is worked in. */
const MATRICES = 3;
/** Up to so many values, `@svcca/core` holds a layer of fewer datapoints than neurons whole. */
const MOST_HELD = 2 ** 27;
/** Measures that look at datapoints, not at neurons; `@svcca/core` says how many it takes. */
const OF_DATAPOINTS: readonly Settings["measure"][] = ["cka-rbf", "rsa", "knn"];

/**
 * Refuses layers whose matrices do not fit into a page, before hours are spent on them: there the end
 * would be the same, and late.
 *
 * @throws SvccaError `unsupported` with the sizes.
 */
export function assertRoom(layers: readonly ArraySource[], settings: Settings): void {
  const { measure, spatial } = settings;
  if (OF_DATAPOINTS.includes(measure) || spatial === "dft") return;
  for (const { name, shape } of layers) {
    const [datapoints = 0, ...rest] = shape;
    // Averaged and taken as datapoints, a convolutional layer has few neurons: its channels.
    const flat = rest.length === 3 && spatial === "flatten";
    const neurons = flat ? rest.reduce((a, b) => a * b) : rest.length < 3 ? (rest.at(-1) ?? 1) : 1;
    const dual = neurons > datapoints && neurons * datapoints <= MOST_HELD;
    const bytes = MATRICES * 8 * neurons ** 2;
    if (dual || bytes <= PAGE_BYTES) continue;
    throw new SvccaError(
      "unsupported",
      `${name}: ${neurons.toLocaleString("en")} neurons; ${MATRICES} matrices of neurons x neurons take ${(bytes / 2 ** 30).toFixed(1)} GiB, and a page has ${PAGE_BYTES / 2 ** 30}; ${flat ? "average over the positions, or take them as datapoints" : "take a narrower layer, or a measure of datapoints such as rsa"}`,
      { array: name, neurons, bytes },
    );
  }
}
