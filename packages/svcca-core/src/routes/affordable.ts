import { SvccaError } from "@svcca/linalg";
import type { Layer } from "../input/layer.js";
import { prefersDual } from "./dual.js";

/** The largest d x d matrix of second moments that is worth starting: d = 16,384. */
const MOST_BYTES = 2 * 2 ** 30;

/**
 * Refuses a layer whose second moments would not fit, before anything is read: a flattened
 * convolutional layer of an ImageNet network has hundreds of thousands of neurons.
 *
 * @throws SvccaError `unsupported` with the memory that it would take.
 */
export function assertAffordable(layer: Layer): void {
  const bytes = 8 * layer.neurons ** 2;
  if (bytes <= MOST_BYTES || prefersDual(layer)) return;
  throw new SvccaError(
    "unsupported",
    `${layer.name}: the second moments of ${layer.neurons} neurons take ${(bytes / 2 ** 30).toFixed(0)} GiB, ${MOST_BYTES / 2 ** 30} GiB is the limit; a convolutional layer is better averaged over its positions, or these taken as datapoints (--spatial)`,
    { array: layer.name, neurons: layer.neurons, bytes },
  );
}
