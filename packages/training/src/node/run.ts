import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { setImmediate as turn } from "node:timers/promises";
import { encodeNpy } from "@svcca/io";
import type * as layers from "@tensorflow/tfjs-layers";
import type { DataSet } from "../data/data-set.js";
import type { Frozen } from "../freeze/freezer.js";
import { accuracy, meanSquaredError } from "../train/evaluate.js";
import type { TrainOptions } from "../train/options.js";
import { createTrainer, type Trainer } from "../train/trainer.js";
import { saveModel } from "./model-files.js";
import { type Checkpoint, type RunLog, readRunState, writeRunState } from "./run-state.js";
import { assertSameRun, hashOf, readJson } from "./same-run.js";
import { writeActivations } from "./write-activations.js";
import { writeWhole } from "./write-whole.js";

/** A training run that leaves checkpoints, and that can be gone on with. */
export interface TrainingRun extends TrainOptions {
  readonly model: layers.LayersModel;
  readonly train: DataSet;
  /** Held out, for the accuracy at each checkpoint. */
  readonly test: DataSet;
  /** Datapoints whose activations are kept. Default: `test`. */
  readonly probe?: DataSet;
  /**
   * Shares of the training, from 0 to 1; each gets a folder, also where several fall on one step of a
   * short run. Default 0, 0.35, 0.75 and 1, those of the paper.
   */
  readonly checkpoints?: readonly number[];
  /** Layers whose activations are kept. Default: all, as `activationSources` has it. */
  readonly layers?: readonly string[];
  /**
   * What else the run depends on, such as the architecture and its seed. An interrupted run is gone
   * on with only when this and the training data are the same.
   */
  readonly settings: object;
  /** Steps between two times that the state is kept, beside the checkpoints. Default 100. */
  readonly saveEvery?: number;
  /** Stops after a step, with the state kept. */
  readonly signal?: AbortSignal;
  readonly onStep?: (done: number, steps: number, loss: number) => void;
}

/** What a finished run did. */
export interface RunResult {
  readonly steps: number;
  /** Accuracy, or the mean squared error where the data are values. */
  readonly train: number;
  readonly test: number;
  readonly seconds: number;
  /** Floating point operations of the backward pass: see `layerWork`. */
  readonly backward: { readonly done: number; readonly full: number };
  readonly frozen: readonly Frozen[];
  readonly checkpoints: readonly Checkpoint[];
}

/**
 * Trains a model and keeps in a folder: the activations of its layers at each checkpoint
 * (`checkpoint-035/conv1.npy`), the labels of their datapoints (`labels.npy`), the trained model
 * (`model/`), the result (`result.json`) and, until it is there, the state of the run (`state.npz`).
 *
 * A run that was killed or interrupted goes on from the last state that was kept, to the same
 * weights as an undisturbed one; one that is finished returns its result.
 *
 * @throws SvccaError `exists` when the folder holds a run of other settings or data, and as
 *   `createTrainer`; the reason of the signal when it stops the run.
 */
export async function runTraining(folder: string, run: TrainingRun): Promise<RunResult> {
  const { model, train, settings, saveEvery = 100, signal, onStep } = run;
  const state = join(folder, "state.npz");
  const result = join(folder, "result.json");
  // Before anything is written: it refuses options that are not allowed.
  const trainer = createTrainer(model, train, run);
  await mkdir(folder, { recursive: true });
  await assertSameRun(join(folder, "run.json"), { settings, data: hashOf(train) });
  const finished = await readJson(result);
  if (finished) {
    trainer.dispose();
    return finished as RunResult;
  }
  const probe = run.probe ?? run.test;
  await writeLabels(join(folder, "labels.npy"), probe);
  const shares = [...new Set(run.checkpoints ?? [0, 0.35, 0.75, 1])].sort((a, b) => a - b);
  let log: RunLog = { loss: 0, seconds: 0, checkpoints: [] };
  const kept = await readRunState(state);
  if (kept) {
    await trainer.restore(kept.state);
    log = kept.log;
  }
  const keep = async () => writeRunState(state, await trainer.save(), log);
  try {
    for (;;) {
      const { step, steps } = trainer;
      // Several, where a run is so short that they fall on one step.
      const due = shares.filter((share) => Math.round(share * steps) === step);
      const missing = due.filter((share) => !log.checkpoints.some((one) => one.share === share));
      for (const share of missing) {
        const checkpoint = await writeCheckpoint(folder, run, step, share);
        log = { ...log, checkpoints: [...log.checkpoints, checkpoint] };
        await keep();
      }
      const isDue = signal?.aborted || (step > 0 && step % saveEvery === 0);
      if (missing.length === 0 && isDue) await keep();
      signal?.throwIfAborted();
      if (step === steps) break;
      const begun = performance.now();
      const loss = await trainer.advance();
      log = { ...log, loss, seconds: log.seconds + (performance.now() - begun) / 1000 };
      onStep?.(trainer.step, steps, loss);
      // tfjs computes without ever waiting for anything: signals are heard between steps only so.
      await turn();
    }
    const found = await resultOf(run, trainer, log);
    await saveModel(join(folder, "model"), model, { force: true });
    await writeWhole(result, `${JSON.stringify(found, null, 2)}\n`);
    await rm(state, { force: true });
    return found;
  } finally {
    trainer.dispose();
  }
}

async function resultOf(run: TrainingRun, trainer: Trainer, log: RunLog): Promise<RunResult> {
  const { model, train, test } = run;
  const { steps, frozen, backward } = trainer;
  return {
    steps,
    train: await scoreOf(model, train),
    test: await scoreOf(model, test),
    seconds: log.seconds,
    backward,
    frozen,
    checkpoints: log.checkpoints,
  };
}

async function writeCheckpoint(
  folder: string,
  { model, test, probe = test, layers: names, signal }: TrainingRun,
  step: number,
  share: number,
): Promise<Checkpoint> {
  const name = checkpointName(share);
  await writeActivations(join(folder, name), model, probe, {
    ...(names ? { layers: names } : {}),
    ...(signal ? { signal } : {}),
  });
  return { share, step, folder: name, score: await scoreOf(model, test) };
}

/** Names in the order of the shares: `checkpoint-005`, and `checkpoint-012.5` where it takes more digits. */
function checkpointName(share: number): string {
  const [whole = "", rest] = String(Number((100 * share).toFixed(6))).split(".");
  return `checkpoint-${whole.padStart(3, "0")}${rest ? `.${rest}` : ""}`;
}

function scoreOf(model: layers.LayersModel, set: DataSet): Promise<number> {
  return "labels" in set.targets ? accuracy(model, set) : meanSquaredError(model, set);
}

async function writeLabels(path: string, { targets, count }: DataSet): Promise<void> {
  if (!("labels" in targets)) return;
  await writeWhole(path, encodeNpy({ shape: [count], data: targets.labels }));
}
