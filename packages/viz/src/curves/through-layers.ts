import { endLabels } from "../chart/end-labels.js";
import type { Values } from "../check.js";
import { lastOf, precise } from "../number.js";
import { oneLine } from "../text/fit.js";
import { type Palette, pointStyle } from "../theme.js";

/** A line through the layers of a network. */
interface LayerCurve {
  /** Stands at its end. */
  readonly name: string;
  /** One entry per layer; `null` where there is no value. */
  readonly values: Values;
  /** What a point says beside its value. Nothing by default. */
  readonly more?: (layer: number) => string;
}

/** The lines of a chart of layers from left to right, told apart without colour too, and its axes. */
export function throughLayers(
  curves: readonly LayerCurve[],
  layers: readonly string[],
  domain: readonly [number, number],
  palette: Palette,
) {
  const styled = curves.map(({ name, ...rest }, index) => ({
    ...rest,
    name: oneLine(name),
    style: pointStyle(palette, index),
  }));
  return {
    lines: styled.map(({ name, values, more, style }) => ({
      ...style,
      hover: name,
      points: Array.from(values, (y, x) => ({
        x,
        y,
        hover: `${name}, ${oneLine(layers[x]!)}: ${precise(y ?? 0)}${more?.(x) ?? ""}`,
      })),
    })),
    side: endLabels(
      styled.map(({ name, values, style }) => {
        const end = lastOf(values);
        return {
          text: end === null ? `${name} (no value)` : name,
          x: end?.index ?? layers.length - 1,
          y: end?.value ?? domain[0],
          ...style,
        };
      }),
    ),
    xDomain: [-0.5, layers.length - 0.5] as const,
    yDomain: domain,
    xTicks: [],
    xNames: layers,
    palette,
  };
}
