import {
  type Activations,
  bartlett,
  bootstrap,
  type CcaResult,
  type MeasureChoice,
  permutationTest,
  type Similarity,
  similarityFloor,
} from "@svcca/core";
import { SvccaError } from "@svcca/linalg";
import type { WeighingFlags } from "../../options/weighing.js";

/** What a similarity can be held against, for the JSON document. */
export interface Weighed {
  /** The similarity that unrelated layers of these sizes would show. */
  readonly noiseFloor?: number;
  readonly test?: "bartlett" | "permutation";
  /** Directions that are more than chance, of how many, at which level. */
  readonly significant?: number;
  readonly of?: number;
  readonly level?: number;
  /** Of the shuffled pairings: their mean, its spread, and the share that is as similar. */
  readonly nullMean?: number;
  readonly nullSpread?: number;
  readonly pValue?: number;
  readonly bootstrap?: {
    readonly lower: number;
    readonly upper: number;
    readonly confidence: number;
    readonly replicates: number;
  };
}

/** A result whose similarity is made of canonical correlations. */
export function hasDirections(result: Similarity): result is CcaResult {
  return result.measure === "svcca" || result.measure === "cca" || result.measure === "pwcca";
}

/**
 * Holds a result against chance, as the flags say.
 *
 * @param data the two layers; left out where only their moments are known.
 * @throws SvccaError `unsupported` where a flag asks for data that are not there.
 */
export async function weigh(
  result: Similarity,
  data: readonly [Activations, Activations] | undefined,
  choice: MeasureChoice,
  flags: WeighingFlags,
): Promise<Weighed> {
  return {
    ...floorOf(result, choice),
    ...(await testOf(result, data, choice, flags)),
    ...(flags.bootstrap
      ? { bootstrap: await intervalOf(needed(data, "--bootstrap"), choice, flags) }
      : {}),
  };
}

function floorOf(result: Similarity, { average }: MeasureChoice): Pick<Weighed, "noiseFloor"> {
  const noiseFloor = similarityFloor(result, average);
  return noiseFloor === undefined ? {} : { noiseFloor };
}

async function testOf(
  result: Similarity,
  data: readonly [Activations, Activations] | undefined,
  choice: MeasureChoice,
  { significance = "bartlett", seed }: WeighingFlags,
): Promise<Weighed> {
  if (!hasDirections(result) || significance === "none") return {};
  const { coefficients, datapoints, kept } = result;
  const of = coefficients.length;
  if (significance === "bartlett") {
    if (datapoints <= kept.x + kept.y + 1) return {};
    const { significant, level } = bartlett(coefficients, datapoints, kept);
    return { test: "bartlett", significant, of, level };
  }
  const { measure, spatial, layout, interpolation, positions } = choice;
  const { time, truncate, backend, signal } = choice;
  const { significant, level, nullMean, nullSpread, pValue } = await permutationTest(
    ...needed(data, "--significance permutation"),
    {
      seed,
      measure: measure === "svcca" || truncate ? "svcca" : "cca",
      ...(spatial ? { spatial } : {}),
      ...(layout ? { layout } : {}),
      ...(interpolation ? { interpolation } : {}),
      ...(positions === undefined ? {} : { positions }),
      ...(time === undefined ? {} : { time }),
      ...(truncate ? { truncate } : {}),
      ...(backend ? { backend } : {}),
      ...(signal ? { signal } : {}),
    },
  );
  return { test: "permutation", significant, of, level, nullMean, nullSpread, pValue };
}

async function intervalOf(
  [x, y]: readonly [Activations, Activations],
  choice: MeasureChoice,
  { bootstrap: replicates = 200, seed }: WeighingFlags,
) {
  const { onProgress: _, ...options } = choice;
  const { lower, upper, confidence } = await bootstrap(x, y, { ...options, replicates, seed });
  return { lower, upper, confidence, replicates };
}

function needed<T>(data: T | undefined, flag: string): T {
  if (data !== undefined) return data;
  throw new SvccaError(
    "unsupported",
    `${flag} needs the datapoints, and second moments no longer hold them; compare the data themselves`,
    { option: flag },
  );
}
