import { checkChart, layoutChart } from "../chart/chart.js";
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
import { checkFigure, drawSheet, type FigureOptions, layoutHead, padding } from "../figure.js";
import { type Palette, paletteOf } from "../theme.js";
import { tile } from "../tile.js";
import { throughLayers } from "./through-layers.js";

/** The classes through the depth of one network or checkpoint. */
export interface ClassPanel {
  /** Stands above the chart, for instance the checkpoint; `""` for none. */
  readonly title: string;
  /** Names of the layers, from the input on. Charts may have different ones. */
  readonly layers: readonly string[];
  /** One list per layer, one entry per class; `null` where there is no value. */
  readonly values: readonly Values[];
}

/** What `classCurves` draws. `classes`, `layers` and `values` are named as in `svcca classes` results. */
export interface ClassCurvesOptions extends FigureOptions {
  /** Names of the classes, 24 at most: more cannot be told apart. Take `heatMap` for them. */
  readonly classes: readonly string[];
  /** One chart each, two to a line; a class has the same colour in all. */
  readonly panels: readonly ClassPanel[];
  /** `"layer, from the input on"` by default. */
  readonly xLabel?: string | undefined;
  /** `"SVCCA similarity to the class"` by default. */
  readonly yLabel?: string | undefined;
  /** Ends of the vertical axes; `[0, 1]` by default, the whole range of a similarity. */
  readonly domain?: readonly [number, number] | undefined;
  /** Width of each chart in pixels, 200 to 10000; 680 by default for one, 520 for more. */
  readonly width?: number | undefined;
  /** Height of each chart in pixels, 150 to 10000; 400 by default. Many classes make it higher. */
  readonly height?: number | undefined;
}

const where = "classCurves";
// Ten colours, as many as the classes of the usual data sets, three dash patterns and five markers; more lines than this hide each other.
const mostClasses = 24;
const across = 2;

function check(options: ClassCurvesOptions, domain: readonly [number, number]): void {
  checkFigure(where, options);
  checkChart(where, options);
  const { classes, panels } = options;
  checkNames(where, "classes", classes);
  if (classes.length > mostClasses) {
    throw new RangeError(
      `${where}: classes has ${classes.length} names, give at most ${mostClasses}, or draw a heatMap of layers by classes`,
    );
  }
  if (options.xLabel !== undefined) checkText(where, "xLabel", options.xLabel);
  if (options.yLabel !== undefined) checkText(where, "yLabel", options.yLabel);
  checkDomain(where, domain);
  checkList(where, "panels", panels);
  panels.forEach((panel, index) => {
    const name = `panels[${index}]`;
    checkObject(where, name, panel, "title, layers and values");
    checkText(where, `${name}.title`, panel.title);
    checkNames(where, `${name}.layers`, panel.layers);
    checkGrid(where, `${name}.values`, panel.values, panel.layers.length, classes.length);
    checkInside(where, `${name}.values`, panel.values, domain);
  });
}

/** The chart of one network, without a heading of its own. */
function chartOf(
  panel: ClassPanel,
  classes: readonly string[],
  domain: readonly [number, number],
  labels: { readonly xLabel: string; readonly yLabel: string },
  palette: Palette,
) {
  const curves = classes.map((name, index) => ({
    name,
    values: panel.values.map((row) => row[index] ?? null),
  }));
  return {
    ...throughLayers(curves, panel.layers, domain, palette),
    ...labels,
    title: "",
    description: "",
  };
}

/**
 * Draws how similar each layer is to each class, through the depth of a network: one line per
 * class (Raghu et al. 2017, section 4.3 and Fig. 6). Where a line rises, the network has become
 * sensitive to the class; lines that run together are classes that it treats alike.
 *
 * Each line is named at its end. Networks or checkpoints stand side by side, two to a line.
 *
 * @returns an SVG document
 * @throws TypeError for a value of the wrong type
 * @throws RangeError for an empty or ragged input, more than 24 classes, a value that is not finite
 *   or outside `domain`, or a size that is not allowed
 */
export function classCurves(options: ClassCurvesOptions): string {
  const domain = options?.domain ?? ([0, 1] as const);
  check(options, domain);
  const { classes, panels, height } = options;
  const xLabel = options.xLabel ?? "layer, from the input on";
  const yLabel = options.yLabel ?? "SVCCA similarity to the class";
  const palette = paletteOf(options.theme ?? "light");
  const width = options.width ?? (panels.length > 1 ? 520 : 680);

  const charts = tile(
    panels.map((panel) =>
      layoutChart(chartOf(panel, classes, domain, { xLabel, yLabel }, palette), {
        subtitle: panel.title,
        width,
        height,
      }),
    ),
    across,
  );
  const head = layoutHead(options, charts.width - 2 * padding, palette);
  const names = panels.map((panel) => panel.title).filter((title) => title !== "");
  return drawSheet({
    width: charts.width,
    height: head.height + charts.height,
    palette,
    title: options.title ?? `${yLabel} through the layers`,
    description:
      `${yLabel} through the layers, one line for each of ${classes.length} classes` +
      `${names.length > 0 ? `. Charts: ${names.join(", ")}` : ""}.`,
    body: head.draw(padding, padding) + charts.draw(0, head.height),
  });
}
