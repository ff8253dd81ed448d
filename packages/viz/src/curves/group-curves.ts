import { checkSpread, drawBand } from "../chart/band.js";
import { type ChartOptions, checkChart, drawChart } from "../chart/chart.js";
import type { Frame } from "../chart/frame.js";
import {
  checkDomain,
  checkGrid,
  checkInside,
  checkList,
  checkNames,
  checkObject,
  checkText,
  type Values,
} from "../check.js";
import { checkFigure } from "../figure.js";
import { plusMinus } from "../number.js";
import { paletteOf } from "../theme.js";
import { throughLayers } from "./through-layers.js";

/** Pairs of networks of one kind: of one group among each other, or of two groups. */
export interface GroupCurve {
  /** Stands at the end of the line, for instance `"within generalize"`. */
  readonly label: string;
  /** The mean over the pairs, one entry per layer; `null` where there is no value. */
  readonly mean: Values;
  /** The standard deviation over the pairs, one entry per layer. */
  readonly spread: Values;
}

/** What `groupCurves` draws. `layers`, `mean` and `spread` are named as in `svcca groups` results. */
export interface GroupCurvesOptions extends ChartOptions {
  /** Names of the layers, from the input on. */
  readonly layers: readonly string[];
  readonly comparisons: readonly GroupCurve[];
  /** `"layer, from the input on"` by default. */
  readonly xLabel?: string | undefined;
  /** `"SVCCA similarity"` by default; what the band is is added. */
  readonly yLabel?: string | undefined;
  /** Ends of the vertical axis; `[0, 1]` by default, the whole range of a similarity. */
  readonly domain?: readonly [number, number] | undefined;
}

const where = "groupCurves";

function check(options: GroupCurvesOptions, domain: readonly [number, number]): void {
  checkFigure(where, options);
  checkChart(where, options);
  const { layers, comparisons, xLabel, yLabel } = options;
  if (xLabel !== undefined) checkText(where, "xLabel", xLabel);
  if (yLabel !== undefined) checkText(where, "yLabel", yLabel);
  checkDomain(where, domain);
  checkNames(where, "layers", layers);
  checkList(where, "comparisons", comparisons);
  comparisons.forEach((comparison, index) => {
    const name = `comparisons[${index}]`;
    checkObject(where, name, comparison, "label, mean and spread");
    checkText(where, `${name}.label`, comparison.label);
    checkGrid(where, `${name}.mean`, [comparison.mean], 1, layers.length);
    checkGrid(where, `${name}.spread`, [comparison.spread], 1, layers.length);
    checkInside(where, `${name}.mean`, [comparison.mean], domain);
    checkSpread(where, `${name}.spread`, [comparison.spread]);
  });
}

/**
 * Draws how similar networks are, layer by layer, within groups and between them: a line for the
 * mean over the pairs of networks, and a band of one standard deviation (Morcos et al. 2018,
 * section 3.1: networks that generalize are more alike than networks that memorize).
 *
 * @returns an SVG document
 * @throws TypeError for a value of the wrong type
 * @throws RangeError for an empty or ragged input, a value that is not finite, a mean outside
 *   `domain`, a negative spread, or a size that is not allowed
 */
export function groupCurves(options: GroupCurvesOptions): string {
  const domain = options?.domain ?? ([0, 1] as const);
  check(options, domain);
  const { layers, comparisons } = options;
  const yLabel = options.yLabel ?? "SVCCA similarity";
  const chart = throughLayers(
    comparisons.map(({ label, mean, spread }) => ({
      name: label,
      values: mean,
      more: (layer) => plusMinus(spread[layer]),
    })),
    layers,
    domain,
    paletteOf(options.theme ?? "light"),
  );
  return drawChart(
    {
      ...chart,
      under: (frame: Frame) =>
        chart.lines
          .map((line, index) => drawBand(line, comparisons[index]!.spread, frame))
          .join(""),
      xLabel: options.xLabel ?? "layer, from the input on",
      yLabel: `${yLabel} (± standard deviation)`,
      title: `${yLabel} within and between groups of networks`,
      description: `${yLabel} through ${layers.length} layers, one line for each of ${comparisons.length} kinds of pairs of networks: ${comparisons.map(({ label }) => label).join(", ")}.`,
    },
    options,
  );
}
