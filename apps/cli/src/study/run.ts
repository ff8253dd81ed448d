import {
  type Activations,
  comparePairs,
  comparePairsByFrequency,
  type DftOptions,
  type MeasureChoice,
  type Pair,
} from "@svcca/core";
import { interruptSignal } from "../interrupt.js";
import { progressLine } from "../output/progress.js";
import { assertWritable } from "../output/save.js";
import { openJournal, type Saved, type StudyHeader } from "./journal.js";
import { takeLock } from "./lock.js";

/** Pairs to compare, and where the results go. */
export interface Study {
  readonly layers: readonly Activations[];
  readonly pairs: readonly Pair[];
  readonly choice: MeasureChoice;
  /** Compare by spatial frequency, and how; left out for the other treatments of space. */
  readonly frequencies?: DftOptions | undefined;
  readonly header: StudyHeader;
  /** Files that will hold the results; the first is what an interrupted run goes on from. */
  readonly outputs: readonly string[];
  readonly force: boolean;
  readonly quiet: boolean;
  /** Has the pairs compared by other machines, which keep what is done themselves. */
  readonly elsewhere?: (() => Promise<Saved[]>) | undefined;
}

/**
 * Compares all pairs of a study. With an output, results land beside it as they are found, and a
 * run that was killed or interrupted is gone on with; `write` puts the finished output in place.
 *
 * @throws SvccaError `exists` when an output is there and `force` is not set, when another run
 *   works on it, or when an interrupted one was of other inputs or options.
 */
export async function runStudy(
  study: Study,
  write: (results: readonly Saved[]) => Promise<void>,
): Promise<void> {
  const { outputs, force } = study;
  for (const path of outputs) await assertWritable(path, force);
  const [first] = outputs;
  if (first === undefined) {
    await write(await compareAll(study, new Map(), async () => {}));
    return;
  }
  const lock = await takeLock(first);
  try {
    if (study.elsewhere) {
      await write(await study.elsewhere());
      return;
    }
    const journal = await openJournal(first, study.header, force);
    try {
      await write(await compareAll(study, journal.found, journal.save));
      await journal.finish();
    } finally {
      await journal.close();
    }
  } finally {
    await lock.release();
  }
}

async function compareAll(
  { layers, pairs, choice, frequencies, quiet, elsewhere }: Study,
  found: ReadonlyMap<number, Saved>,
  save: (place: number, result: Saved) => Promise<void>,
): Promise<Saved[]> {
  if (elsewhere) return elsewhere();
  const results = pairs.map((_, place) => found.get(place));
  const left = pairs.flatMap((_, place) => (found.has(place) ? [] : [place]));
  if (left.length === 0) return results as Saved[];
  const interrupt = interruptSignal();
  const decomposing = progressLine("layers");
  const comparing = progressLine("pairs");
  try {
    const options = {
      signal: interrupt.signal,
      ...(quiet ? {} : { onDecomposed: decomposing.update }),
    };
    const chosen = left.map((place) => pairs[place]!);
    let done = 0;
    const comparisons = frequencies
      ? comparePairsByFrequency(layers, chosen, { ...frequencies, ...options })
      : comparePairs(layers, chosen, { ...choice, ...options });
    for await (const result of comparisons) {
      const { similarity, kept, datapoints, warnings } = result;
      const place = left[done]!;
      results[place] = { similarity, kept, datapoints, warnings };
      await save(place, results[place]);
      done++;
      interrupt.signal.throwIfAborted();
      if (!quiet) comparing.update(done, left.length);
    }
    return results as Saved[];
  } finally {
    decomposing.clear();
    comparing.clear();
    interrupt.dispose();
  }
}
