import type { RunResult } from "@svcca/training/node";
import { table } from "../../output/table.js";
import { version } from "../../version.js";

/** One run in the JSON document of `svcca train`. */
export interface TrainedRun extends RunResult {
  readonly freeze: string;
  readonly seed: number;
  readonly folder: string;
}

/** The mean over the seeds of one way to train; `score` is the accuracy, or the mean squared error. */
interface Summary {
  readonly freeze: string;
  readonly runs: number;
  readonly score: { readonly mean: number; readonly sd: number };
  /** Share of the backward work of plain training that was not done. */
  readonly backwardSaved: number;
  readonly seconds: number;
}

/** The JSON document of `svcca train`. */
export interface TrainDocument {
  readonly runs: readonly TrainedRun[];
  readonly summary: readonly Summary[];
  readonly score: "accuracy" | "mean squared error";
}

export function trainDocument(
  runs: readonly TrainedRun[],
  more: { network: object; data: object; options: object; backend: string },
  score: TrainDocument["score"],
) {
  const ways = [...new Set(runs.map(({ freeze }) => freeze))];
  const summary = ways.map((freeze): Summary => {
    const own = runs.filter((run) => run.freeze === freeze);
    const done = own.reduce((sum, { backward }) => sum + backward.done, 0);
    const full = own.reduce((sum, { backward }) => sum + backward.full, 0);
    return {
      freeze,
      runs: own.length,
      score: meanAndSd(own.map(({ test }) => test)),
      backwardSaved: 1 - done / full,
      seconds: meanAndSd(own.map(({ seconds }) => seconds)).mean,
    };
  });
  return {
    schemaVersion: 1,
    command: "train",
    ...more,
    score,
    runs,
    summary,
    warnings: [],
    version,
  };
}

/** Mean and standard deviation (divisor n - 1; 0 for one value). */
function meanAndSd(values: readonly number[]): { mean: number; sd: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, sd: Math.sqrt(squares / Math.max(1, values.length - 1)) };
}

/**
 * The summary for people, and what to look at next.
 *
 * @param data the options that name the data, as they are to be given again.
 */
export function trainText(
  { runs, summary, score }: TrainDocument,
  layers: readonly string[],
  data: string,
): string {
  const digits = (value: number) => value.toFixed(4);
  const rows = summary.map(({ freeze, runs: n, score: { mean, sd }, backwardSaved, seconds }) => [
    freeze,
    String(n),
    n > 1 ? `${digits(mean)} ± ${digits(sd)}` : digits(mean),
    `${Math.round(100 * backwardSaved)} %`,
    `${seconds.toFixed(1)} s`,
  ]);
  const head = ["freeze", "runs", `test ${score}`, "backward work saved", "time a run"];
  const { folder, checkpoints } = runs[0]!;
  const moments = checkpoints.map((one) => `${folder}/${one.folder}`).join(" ");
  return `${table([head, ...rows])}
How its layers became what they are:
  svcca dynamics ${moments} --layers ${layers.join(",")} --spatial average --layout NHWC
Smaller layers without training again:
  svcca compress ${folder}/model${data}
`;
}
