import { SvccaError } from "@svcca/linalg";
import type { Layer } from "./layer.js";

/**
 * Checks that layers can be compared at all.
 *
 * @param least how many datapoints are needed: 2 for a correlation.
 * @throws SvccaError `invalid-argument`, `shape-mismatch`, `too-few-datapoints` or `no-variance`.
 */
export function assertComparable(layers: readonly Layer[], least = 2): void {
  const [x, ...others] = layers;
  if (!x) throw new SvccaError("invalid-argument", "no layers were given; give at least one", {});
  for (const y of others) assertSameDatapoints(x, y);
  if (x.datapoints < least) {
    throw new SvccaError(
      "too-few-datapoints",
      `${x.name}: ${x.datapoints} datapoint${x.datapoints === 1 ? "" : "s"}; a correlation needs at least 2`,
      { datapoints: x.datapoints },
    );
  }
  for (const { name, neurons } of layers) {
    if (neurons === 0) {
      throw new SvccaError(
        "no-variance",
        `${name}: a layer without neurons has nothing to compare`,
        { array: name },
      );
    }
  }
}

function assertSameDatapoints(x: Layer, y: Layer): void {
  if (x.unit !== y.unit && Math.min(x.unit, y.unit) > 1) {
    throw new SvccaError(
      "shape-mismatch",
      `${x.name} has ${x.unit} positions an image, ${y.name} has ${y.unit}; as datapoints they do not pair up, so choose another treatment of space, such as interpolate`,
      { x: x.unit, y: y.unit },
    );
  }
  if (x.datapoints !== y.datapoints && x.unit !== y.unit) {
    const [many, one] = x.unit > 1 ? [x, y] : [y, x];
    throw new SvccaError(
      "shape-mismatch",
      `${many.name} has ${many.datapoints} datapoints (${many.unit} of each image), ${one.name} has ${one.datapoints}; a layer without positions pairs up with one that is averaged over them (average), or by frequency (dft)`,
      { x: x.datapoints, y: y.datapoints },
    );
  }
  if (x.datapoints !== y.datapoints) {
    throw new SvccaError(
      "shape-mismatch",
      `${x.name} has ${x.datapoints} datapoints, ${y.name} has ${y.datapoints}; both layers must have seen the same datapoints in the same order${transposeHint(x, y)}`,
      { x: x.datapoints, y: y.datapoints },
    );
  }
}

function transposeHint(x: Layer, y: Layer): string {
  const transposed =
    x.neurons === y.neurons || x.neurons === y.datapoints || x.datapoints === y.neurons;
  return transposed ? " (are neurons the first axis of a file?)" : "";
}
