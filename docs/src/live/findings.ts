import {
  convergenceOf,
  IMAGES,
  isDone,
  PERCENTS,
  type Run,
  type SeedPair,
  titleOf,
} from "./run.js";

const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;

/** A similarity from which on a layer counts as settled. */
const SETTLED = 0.95;

/** What is found of a network, or of both: a line each. */
interface Findings {
  readonly title: string;
  readonly lines: readonly string[];
}

/**
 * What a training shows.
 *
 * @param finished all networks that were trained before and now, to hold this one against.
 */
export function findingsOf(
  runs: readonly Run[],
  pair: SeedPair | undefined,
  finished: readonly Run[],
): Findings[] {
  const each = runs.filter(isDone).map((run) => ({
    title: titleOf(run),
    lines: [
      accuracyLine(run),
      orderLine(run),
      settledLine(run),
      ...(run.freeze ? [freezeLine(run, finished)] : []),
    ],
  }));
  return pair
    ? [...each, { title: `Seeds ${pair.seeds.join(" and ")}`, lines: [pairLine(pair)] }]
    : each;
}

function accuracyLine(run: Run): string {
  const { secondsToEighty, seconds, accuracy } = run;
  const eighty =
    secondsToEighty === undefined
      ? "it did not reach 80 %"
      : `80 % were passed after ${secondsToEighty.toFixed(1)} s`;
  return `${percent(accuracy.at(-1)!)} of ${IMAGES.heldOut} images that it has not trained on, after ${seconds.toFixed(1)} s of training steps; ${eighty}.`;
}

/**
 * Of all pairs of layers, those in which the lower one was nearer to what it ends as: over the
 * training; before it, where no layer has learned anything and only its width and place count; and
 * over the training, as a share of the way from where each starts.
 */
export function bottomUp(run: Run): Record<"pairs" | "before" | "during" | "gained", number> {
  // Of the end nothing is counted: there every layer is what it is.
  const curves = convergenceOf(run).map((curve) => curve.slice(0, -1));
  const lower = (value: (curve: readonly number[]) => number) => {
    const values = curves.map(value);
    return values.flatMap((one, i) => values.slice(i + 1).filter((other) => one > other)).length;
  };
  return {
    pairs: (curves.length * (curves.length - 1)) / 2,
    before: lower((curve) => curve[0]!),
    during: lower(mean),
    // A layer that does not move at all has gone all of its way.
    gained: lower((curve) => (curve[0]! < 1 ? (mean(curve) - curve[0]!) / (1 - curve[0]!) : 1)),
  };
}

function orderLine(run: Run): string {
  const { pairs, before, during, gained } = bottomUp(run);
  const share = during / pairs;
  const verdict = share >= 0.75 ? "mostly" : share > 0.5 ? "more often than not" : "no";
  return `From the bottom up? ${verdict[0]!.toUpperCase()}${verdict.slice(1)}: in ${during} of ${pairs} pairs of layers the lower one was nearer to what it ends as, on average over the training. Before the first step it already was in ${before}; counted from where each layer starts, it is ${gained}.`;
}

function settledLine(run: Run): string {
  const since = convergenceOf(run).map((curve) => {
    const late = curve.findLastIndex((value) => value < SETTLED);
    return PERCENTS[late + 1]!;
  });
  const [first, last] = [Math.min(...since), Math.max(...since)];
  const named = (at: number) => run.layers.filter((_, i) => since[i] === at).join(", ");
  const when = (at: number) => (at === 100 ? "only at the end" : `from ${at} % on`);
  return `Similar to what they end as by ${SETTLED} or more: first ${named(first)} (${when(first)}), last ${named(last)} (${when(last)}).`;
}

/** The plain training of the same length and seed, where there was one. */
function freezeLine(run: Run, finished: readonly Run[]): string {
  const { seed, epochs, saved, frozen, accuracy } = run;
  const plain = finished.findLast(
    (one) => !one.freeze && one.seed === seed && one.epochs === epochs,
  );
  const beside = plain
    ? `Without freezing it came to ${percent(plain.accuracy.at(-1)!)} in ${plain.seconds.toFixed(1)} s, with it to ${percent(accuracy.at(-1)!)} in ${run.seconds.toFixed(1)} s`
    : "Train once more without freezing, to see what that costs";
  return `Freezing saved ${percent(saved)} of the backward work; ${frozen.length} of ${run.layers.length} layers were frozen in the end. ${beside}.`;
}

function pairLine({ layers, values, floors }: SeedPair): string {
  const same = layers.map((_, i) => values[i]![i]!);
  const say = (i: number) =>
    `${layers[i]} (${same[i]!.toFixed(2)}, unrelated layers about ${floors[i]!.toFixed(2)})`;
  const most = same.indexOf(Math.max(...same));
  const least = same.indexOf(Math.min(...same));
  return `Of layers at the same place, most alike are those of ${say(most)}, least those of ${say(least)}.`;
}
