import {
  bartlett,
  type CcaResult,
  comparePairsByFrequency,
  type FrequencySimilarity,
  noiseFloor,
  type Similarity,
  similarity,
} from "@svcca/core";
import { choiceOf, frequencyChoiceOf } from "../choice.js";
import type { CompareDocument, Result } from "../protocol.js";
import { problemOf, type Settings } from "../settings.js";
import { theBackend } from "./backend.js";
import { layer } from "./networks.js";
import { compareDynamics, compareGrid } from "./studies.js";
import type { Call } from "./worker.js";

/** Answers the question of the settings, as the JSON document of the command that does. */
export async function compare(settings: Settings, call: Call): Promise<Result> {
  const problem = problemOf(settings);
  if (problem !== undefined) throw new Error(problem);
  if (settings.question === "networks") return compareGrid(settings, call);
  if (settings.question === "training") return compareDynamics(settings, call);
  return compareLayers(settings, call);
}

async function compareLayers(settings: Settings, call: Call): Promise<CompareDocument> {
  const x = layer(settings.a, settings.x);
  const y = layer(settings.b, settings.y);
  const options = {
    backend: await theBackend(),
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
  const { measure, datapoints, kept, neurons } = result;
  if (measure !== "svcca" && measure !== "cca" && measure !== "pwcca") return {};
  const { coefficients } = result as CcaResult;
  const of = coefficients.length;
  const over = average === "neurons" ? Math.min(neurons.x, neurons.y) : of;
  // PWCCA weighs the coefficients by the layer at hand, so its floor is no function of the sizes.
  const floor =
    measure === "pwcca" ? {} : { noiseFloor: (noiseFloor(datapoints, kept) * of) / over };
  if (datapoints <= kept.x + kept.y + 1) return { significance: floor };
  const { significant, level } = bartlett(coefficients, datapoints, kept);
  return { significance: { ...floor, test: "bartlett", significant, of, level } };
}
