import type { CcaResult, Similarity, SvccaResult } from "@svcca/core";
import { encodeNpz } from "@svcca/io";
import { SvccaError } from "@svcca/linalg";
import { measureTitle } from "@svcca/viz/measure-title";
import type { Ending } from "../../options/result-file.js";
import { shortName } from "../../output/short-name.js";
import { compareCsv } from "./csv.js";
import { coefficientsOf, type compareDocument } from "./document.js";

/** The content of a result file of the kind that its ending names. */
export async function compareFile(
  ending: Ending,
  result: Similarity,
  document: ReturnType<typeof compareDocument>,
): Promise<string | Uint8Array> {
  switch (ending) {
    case ".json":
      return `${JSON.stringify(document, null, 2)}\n`;
    case ".csv":
      return compareCsv(coefficientsOf(result));
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
function arraysOf(result: Similarity) {
  const vector = (data: Float64Array) => ({ shape: [data.length], data });
  const table = ({ data, rows, cols }: CcaResult["directions"]["x"]["weights"]) => ({
    shape: [rows, cols],
    data,
  });
  const { directions, singularValues } = result as Partial<SvccaResult>;
  return {
    similarity: { shape: [], data: Float64Array.of(result.similarity) },
    coefficients: vector(coefficientsOf(result)),
    ...(directions
      ? {
          weights_x: table(directions.x.weights),
          weights_y: table(directions.y.weights),
          mean_x: vector(directions.x.mean),
          mean_y: vector(directions.y.mean),
        }
      : {}),
    ...(singularValues
      ? {
          singular_values_x: vector(singularValues.x),
          singular_values_y: vector(singularValues.y),
        }
      : {}),
  };
}

/** @throws SvccaError `unsupported` for a measure that has no curve to draw. */
async function drawCurve(
  result: Similarity,
  { inputs, significance, frequencies }: ReturnType<typeof compareDocument>,
): Promise<string> {
  const { measure, datapoints, similarity } = result;
  const coefficients = coefficientsOf(result);
  const title = measureTitle(measure);
  if (coefficients.length === 0) {
    throw new SvccaError(
      "unsupported",
      `--output: ${title} is one number, with no curve to draw; write .json or .csv`,
      { received: measure },
    );
  }
  const { coefficientCurve, frequencyMap } = await import("@svcca/viz");
  const [a, b] = (inputs as { file: string; array?: string }[]).map(({ file, array }) =>
    shortName(array === undefined ? file : `${file}:${array}`),
  );
  if (frequencies) {
    return frequencyMap({
      ...frequencies,
      title: `${a} and ${b}`,
      subtitle: `${title} at each spatial frequency, mean ${similarity.toFixed(4)}, ${datapoints} images`,
      valueLabel: `${title} similarity`,
    });
  }
  const floor = significance?.noiseFloor;
  return coefficientCurve({
    title: `${a} and ${b}`,
    subtitle: `${title} similarity ${similarity.toFixed(4)}, ${datapoints} datapoints`,
    series: [{ label: title, coefficients }],
    ...(floor === undefined ? {} : { noiseFloor: floor }),
  });
}
