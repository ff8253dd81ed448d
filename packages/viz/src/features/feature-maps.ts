import { drawSheet, layoutHead, padding } from "../figure.js";
import { fixed } from "../number.js";
import { element } from "../svg.js";
import { blockHeight, drawBlock, drawText } from "../text/draw.js";
import { oneLine, shorten, wrap } from "../text/fit.js";
import { textWidth } from "../text/metrics.js";
import { type Palette, paletteOf } from "../theme.js";
import { type ClassSpan, classAxis, classBands, sortByClass } from "./classes.js";
import { checkFeatures, type FeatureLayer, type FeatureMapsOptions } from "./options.js";
import { drawStrip } from "./strip.js";
import { traceOf } from "./trace.js";

const stripHeight = 30;
// The two strips of a row belong together; rows stand further apart.
const stripGap = 3;
const rowGap = 12;
const rowPitch = 2 * stripHeight + stripGap + rowGap;
const labelSize = 10.5;
const headSize = 12;
const noteSize = 10.5;
const longestLabel = 110;
const note =
  "Coloured: every datapoint, sorted by class. Thick: the mean of each class. Each strip is scaled to its own range.";

/** One row of a column: the same place in the order of x (above) and of y (below). */
interface Row {
  readonly labels: readonly [string, string];
  readonly traces: readonly [ArrayLike<number> | undefined, ArrayLike<number> | undefined];
  readonly names: readonly [string, string];
}

interface Column {
  readonly title: string;
  readonly rows: readonly Row[];
}

function columnsOf(options: FeatureMapsOptions): Column[] {
  const { x, y, coefficients } = options;
  const directions = x.directions.map((trace, index): Row => {
    // Three digits: what 0.997 lacks of 1 is what shows in the strips.
    const correlation = coefficients && `corr. ${fixed(coefficients[index]!, 3)}`;
    const name = `direction ${index + 1}`;
    return {
      labels: [name, correlation ?? ""],
      traces: [trace, y.directions[index]],
      names: [`${name} of ${oneLine(x.name)}`, `${name} of ${oneLine(y.name)}`],
    };
  });
  const nameOf = (layer: FeatureLayer, index: number) =>
    index < layer.neurons.length
      ? oneLine(layer.neuronNames?.[index] ?? `neuron, rank ${index + 1}`)
      : "";
  const most = Math.max(x.neurons.length, y.neurons.length);
  const neurons = Array.from({ length: most }, (_, index): Row => {
    const labels = [nameOf(x, index), nameOf(y, index)] as const;
    return {
      labels,
      traces: [x.neurons[index], y.neurons[index]],
      names: [`${labels[0]} of ${oneLine(x.name)}`, `${labels[1]} of ${oneLine(y.name)}`],
    };
  });
  return [
    { title: "Aligned directions", rows: directions },
    { title: "Neurons with the highest activations", rows: neurons },
  ];
}

function drawColumn(
  column: Column,
  place: {
    readonly left: number;
    readonly top: number;
    readonly width: number;
  },
  order: Uint32Array,
  spans: readonly ClassSpan[],
  palette: Palette,
): string {
  const { left, top, width } = place;
  const height = column.rows.length * rowPitch - rowGap;
  const strips = column.rows.flatMap((row, index) =>
    row.traces.map((values, side) => {
      const stripTop = top + index * rowPitch + side * (stripHeight + stripGap);
      const label = drawText(shorten(row.labels[side]!, longestLabel, labelSize), {
        x: left - 8,
        y: stripTop + stripHeight / 2,
        size: labelSize,
        fill: palette.text,
        anchor: "end",
        full: row.labels[side],
      });
      if (!values) return "";
      const shape = { left, top: stripTop, width, height: stripHeight };
      const trace = traceOf(values, order);
      const [name, color] = [row.names[side]!, palette.series[side]!];
      return label + drawStrip({ trace, spans, name, color, ...shape }, palette);
    }),
  );
  return classBands(spans, order.length, { left, top, width, height }, palette) + strips.join("");
}

/**
 * Draws what the aligned directions of two layers respond to, beside the neurons with the highest
 * activations: each strip runs over all datapoints, sorted by class (Raghu et al. 2017, Fig. 1, and
 * the feature maps of google/svcca's tutorial). Directions that the layers share look alike and
 * differ from class to class where the class is what they hold; single neurons rarely do.
 *
 * In each row the strip of `x` stands above that of `y`. Where there are more datapoints than
 * pixels, each pixel column runs from its least to its greatest value, so that no spike is lost.
 *
 * @returns an SVG document; some 3 kB for each strip, whatever the number of datapoints
 * @throws TypeError for a value of the wrong type
 * @throws RangeError for an empty input, rows of different lengths, a value that is not finite, a
 *   label without a name, or a width that is not allowed
 */
export function featureMaps(options: FeatureMapsOptions): string {
  checkFeatures(options);
  const { x, y, labels, classes, width = 360 } = options;
  const palette = paletteOf(options.theme ?? "light");
  const { order, spans } = sortByClass(labels, classes?.map(oneLine));
  const columns = columnsOf(options);
  const axis = classAxis(spans, labels.length, width, palette);

  const gutters = columns.map(({ rows }) =>
    Math.max(
      axis.before,
      8 +
        Math.max(
          0,
          ...rows.flatMap((row) =>
            row.labels.map((text) => textWidth(shorten(text, longestLabel, labelSize), labelSize)),
          ),
        ),
    ),
  );
  const between = 26;
  const lefts = [padding + gutters[0]!, padding + gutters[0]! + width + between + gutters[1]!];
  const total = lefts[1]! + width + padding;
  const head = layoutHead(options, total - 2 * padding, palette);
  const legend = [`above: ${x.name}`, `below: ${y.name}`].map((text) =>
    wrap(text, total - 2 * padding - 30, labelSize),
  );
  const titles = columns.map(({ title }) => wrap(title, width, headSize, true));
  const titleHeight = Math.max(...titles.map((lines) => blockHeight(lines, headSize)));
  const legendHeight = legend.reduce((sum, lines) => sum + blockHeight(lines, labelSize) + 3, 0);
  const top = padding + head.height + legendHeight + 8 + titleHeight + 6;
  const rowCount = Math.max(...columns.map(({ rows }) => rows.length));
  const bottomOf = (column: Column) => top + column.rows.length * rowPitch - rowGap;
  const below = top + rowCount * rowPitch - rowGap + axis.depth + 10;
  const notes = wrap(note, total - 2 * padding, noteSize);

  let legendTop = padding + head.height;
  const legendBody = legend.map((lines, side) => {
    const y0 = legendTop;
    legendTop += blockHeight(lines, labelSize) + 3;
    const middle = y0 + (labelSize * 1.25) / 2;
    return (
      element("line", {
        x1: padding,
        y1: middle,
        x2: padding + 20,
        y2: middle,
        stroke: palette.series[side],
        "stroke-width": 3,
      }) + drawBlock(lines, { x: padding + 28, y: y0, size: labelSize, fill: palette.text })
    );
  });
  const body = columns.map((column, index) => {
    const left = lefts[index]!;
    return (
      drawBlock(titles[index]!, {
        x: left,
        y: top - 6 - blockHeight(titles[index]!, headSize),
        size: headSize,
        fill: palette.text,
        bold: true,
      }) +
      drawColumn(column, { left, top, width }, order, spans, palette) +
      axis.draw(left, bottomOf(column))
    );
  });
  return drawSheet({
    width: total,
    height: below + blockHeight(notes, noteSize) + padding,
    palette,
    title: options.title ?? `Aligned directions of ${x.name} and ${y.name}`,
    description:
      `The first ${x.directions.length} aligned directions of ${x.name} and ${y.name}, beside their neurons ` +
      `with the highest activations, over ${labels.length} datapoints in ${spans.length} classes. ${note}`,
    body:
      head.draw(padding, padding) +
      legendBody.join("") +
      body.join("") +
      drawBlock(notes, { x: padding, y: below, size: noteSize, fill: palette.muted }),
  });
}
