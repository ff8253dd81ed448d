import { noiseFloor } from "@svcca/core";
import { encodeNpz } from "@svcca/io";
import type { Ending } from "../../options/result-file.js";
import { compareCsv } from "./csv.js";
import type { Compared, compareDocument } from "./document.js";

/** The content of a result file of the kind that its ending names. */
export async function compareFile(
  ending: Ending,
  result: Compared,
  document: ReturnType<typeof compareDocument>,
): Promise<string | Uint8Array> {
  switch (ending) {
    case ".json":
      return `${JSON.stringify(document, null, 2)}\n`;
    case ".csv":
      return compareCsv(result.coefficients);
    case ".npz":
      return encodeNpz(arraysOf(result));
    default: {
      const svg = await drawCurve(result, document);
      if (ending === ".svg") return svg;
      const { renderPng } = await import("@svcca/viz/node");
      return renderPng(svg);
    }
  }
}

/** Everything that a program may want to go on with. */
function arraysOf(result: Compared) {
  const { x, y } = result.directions;
  const vector = (data: Float64Array) => ({ shape: [data.length], data });
  const table = ({ data, rows, cols }: typeof x.weights) => ({ shape: [rows, cols], data });
  return {
    similarity: { shape: [], data: Float64Array.of(result.similarity) },
    coefficients: vector(result.coefficients),
    weights_x: table(x.weights),
    weights_y: table(y.weights),
    mean_x: vector(x.mean),
    mean_y: vector(y.mean),
    ...("singularValues" in result
      ? {
          singular_values_x: vector(result.singularValues.x),
          singular_values_y: vector(result.singularValues.y),
        }
      : {}),
  };
}

async function drawCurve(
  { measure, coefficients, datapoints, kept, similarity }: Compared,
  { inputs }: ReturnType<typeof compareDocument>,
): Promise<string> {
  const { coefficientCurve } = await import("@svcca/viz");
  const [a, b] = (inputs as { file: string; array?: string }[]).map(({ file, array }) =>
    array === undefined ? file : `${file}:${array}`,
  );
  return coefficientCurve({
    title: `${a} and ${b}`,
    subtitle: `${measure.toUpperCase()} similarity ${similarity.toFixed(4)}, ${datapoints} datapoints`,
    series: [{ label: measure.toUpperCase(), coefficients }],
    noiseFloor: noiseFloor(datapoints, kept),
  });
}
