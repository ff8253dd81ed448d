import {
  bartlett,
  type CcaResult,
  comparePairsByFrequency,
  type FrequencySimilarity,
  type Similarity,
  similarity,
  similarityFloor,
} from "@svcca/core";
import { choiceOf, frequencyChoiceOf } from "../choice.js";
import type { CompareDocument, Result } from "../protocol.js";
import { problemOf, type Settings } from "../settings.js";
import { layer } from "./networks.js";
import { assertRoom } from "./room.js";
import { compareClasses, compareDynamics, compareGrid } from "./studies.js";
import type { BackendCall } from "./worker.js";

/** Answers the question of the settings, as the JSON document of the command that does. */
export async function compare(settings: Settings, call: BackendCall): Promise<Result> {
  const problem = problemOf(settings);
  if (problem !== undefined) throw new Error(problem);
  switch (settings.question) {
    case "layers":
      return compareLayers(settings, call);
    case "networks":
      return compareGrid(settings, call);
    case "training":
      return compareDynamics(settings, call);
    case "classes":
      return compareClasses(settings, call);
  }
}

async function compareLayers(settings: Settings, call: BackendCall): Promise<CompareDocument> {
  const x = layer(settings.a, settings.x, settings);
  const y = layer(settings.b, settings.y, settings);
  assertRoom([x, y], settings);
  const options = {
    backend: call.backend,
    signal: call.signal,
    onProgress: (done: number, total: number) =>
      call.onProgress({ done, total, unit: "datapoints" }),
  };
  const dft = settings.spatial === "dft";
  const result: Similarity = dft
    ? (
        await comparePairsByFrequency([x, y], [[0, 1]], {
          ...frequencyChoiceOf(settings),
          ...options,
        }).next()
      ).value
    : await similarity(x, y, { ...choiceOf(settings), ...options });
  const { measure, similarity: found, kept, datapoints, neurons, backend, warnings } = result;
  const { frequencies } = result as FrequencySimilarity;
  return {
    schemaVersion: 1,
    command: "compare",
    measure,
    similarity: found,
    coefficients: Array.from((result as CcaResult).coefficients ?? []),
    kept,
    datapoints,
    neurons,
    options: dft ? frequencyChoiceOf(settings) : choiceOf(settings),
    backend,
    warnings,
    ...(dft ? { frequencies } : weigh(result, settings)),
    inputs: [x, y].map(({ name, shape, dtype }) => ({ file: name, shape, dtype })),
  };
}

/** What chance gives at these sizes, as `svcca compare` says it. */
function weigh(result: Similarity, { average }: Settings): Pick<CompareDocument, "significance"> {
  const { measure, datapoints, kept } = result;
  if (measure !== "svcca" && measure !== "cca" && measure !== "pwcca") return {};
  const { coefficients } = result as CcaResult;
  const of = coefficients.length;
  const noiseFloor = similarityFloor(result, average);
  const floor = noiseFloor === undefined ? {} : { noiseFloor };
  if (datapoints <= kept.x + kept.y + 1) return { significance: floor };
  const { significant, level } = bartlett(coefficients, datapoints, kept);
  return { significance: { ...floor, test: "bartlett", significant, of, level } };
}
