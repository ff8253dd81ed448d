import { type SpectralPlan, type SpectralSide, SvccaError } from "@svcca/linalg";

/** @throws SvccaError `invalid-argument` for a frequency, layer or place that is not there. */
export function assertPlan({ layers, units }: SpectralPlan): void {
  const within = (f: number, size: number) => Number.isInteger(f) && -size <= 2 * f && 2 * f < size;
  for (const [layer, { height, width, frequencies }] of layers.entries()) {
    for (const { y, x } of frequencies) {
      if (within(y, height) && within(x, width)) continue;
      throw new SvccaError(
        "invalid-argument",
        `spectralMoments: frequency (${y}, ${x}) of layer ${layer} of ${height} x ${width}; give whole numbers from -size/2 to below size/2`,
        { layer, y, x, height, width },
      );
    }
  }
  const has = ([layer, frequency]: SpectralSide) => frequency in (layers[layer]?.frequencies ?? []);
  for (const [place, { x, y, products }] of units.entries()) {
    if (has(x) && (y ? has(y) : products === "own")) continue;
    throw new SvccaError(
      "invalid-argument",
      `spectralMoments: unit ${place} is of sides [${x}] and [${y ?? "none"}]; give places among ${layers.length} layers and their frequencies, and a y where products have one`,
      { unit: place, x, y },
    );
  }
}
