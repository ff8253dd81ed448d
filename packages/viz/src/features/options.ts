import { checkList, checkNames, checkNumber, checkObject, checkText } from "../check.js";
import { checkFigure, type FigureOptions } from "../figure.js";

/** One of the two layers of a feature map. */
export interface FeatureLayer {
  /** Names the layer and its network, for instance `"conv3 of net a"`. */
  readonly name: string;
  /** Aligned directions, the most correlated first: one value for each datapoint, in any unit. */
  readonly directions: readonly ArrayLike<number>[];
  /** Neurons with the highest activations, the highest first: one value for each datapoint. */
  readonly neurons: readonly ArrayLike<number>[];
  /** Names of those neurons, for instance `"channel 17"`; their ranks by default. */
  readonly neuronNames?: readonly string[] | undefined;
}

/** What `featureMaps` draws. */
export interface FeatureMapsOptions extends FigureOptions {
  /** Drawn above in each row. */
  readonly x: FeatureLayer;
  /** Drawn below in each row; as many directions as `x`. */
  readonly y: FeatureLayer;
  /** The class of each datapoint: whole numbers from 0, in any order. Datapoints are sorted here. */
  readonly labels: ArrayLike<number>;
  /** Names of the classes, by label; the numbers by default. */
  readonly classes?: readonly string[] | undefined;
  /** The correlation of each pair of directions, written beside it; none by default. */
  readonly coefficients?: ArrayLike<number> | undefined;
  /** Width of a strip in pixels, 120 to 4000; 360 by default, so that two fit across a page. */
  readonly width?: number | undefined;
}

const where = "featureMaps";

function checkRow(name: string, row: ArrayLike<number>, count: number): void {
  checkList(where, name, row);
  if (row.length !== count) {
    throw new RangeError(
      `${where}: ${name} has ${row.length} values for ${count} labels, give one for each datapoint`,
    );
  }
  for (let index = 0; index < count; index++) {
    // The name is put together only for the message: rows may hold millions of values.
    if (!Number.isFinite(row[index])) checkNumber(where, `${name}[${index}]`, row[index]);
  }
}

function checkLayer(name: "x" | "y", layer: FeatureLayer, count: number): void {
  checkObject(where, name, layer, "name, directions and neurons");
  checkText(where, `${name}.name`, layer.name);
  for (const key of ["directions", "neurons"] as const) {
    checkList(where, `${name}.${key}`, layer[key]);
    layer[key].forEach((row, index) => {
      checkRow(`${name}.${key}[${index}]`, row, count);
    });
  }
  const { neuronNames } = layer;
  if (neuronNames === undefined) return;
  checkNames(where, `${name}.neuronNames`, neuronNames);
  if (neuronNames.length !== layer.neurons.length) {
    throw new RangeError(
      `${where}: ${name}.neuronNames has ${neuronNames.length} names for ${layer.neurons.length} neurons, give one for each`,
    );
  }
}

/** Checks everything that `featureMaps` takes. */
export function checkFeatures(options: FeatureMapsOptions): void {
  checkFigure(where, options);
  const { x, y, labels, classes, coefficients, width } = options;
  if (width !== undefined) checkNumber(where, "width", width, 120, 4000);
  checkList(where, "labels", labels);
  if (classes !== undefined) checkNames(where, "classes", classes);
  const most = classes ? classes.length - 1 : Number.MAX_SAFE_INTEGER;
  for (let index = 0; index < labels.length; index++) {
    const label = labels[index]!;
    if (Number.isInteger(label) && label >= 0 && label <= most) continue;
    checkNumber(where, `labels[${index}]`, label, 0, most);
    throw new RangeError(`${where}: labels[${index}] is ${label}, give whole numbers from 0`);
  }
  checkLayer("x", x, labels.length);
  checkLayer("y", y, labels.length);
  const pairs = x.directions.length;
  if (y.directions.length !== pairs) {
    throw new RangeError(
      `${where}: y.directions has ${y.directions.length} rows and x.directions ${pairs}, give pairs`,
    );
  }
  if (coefficients === undefined) return;
  checkList(where, "coefficients", coefficients);
  if (coefficients.length < pairs) {
    throw new RangeError(
      `${where}: coefficients has ${coefficients.length} entries for ${pairs} directions, give one for each`,
    );
  }
  for (let index = 0; index < pairs; index++) {
    checkNumber(where, `coefficients[${index}]`, coefficients[index], -1 - 1e-6, 1 + 1e-6);
  }
}
