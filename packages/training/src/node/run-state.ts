import { readFile } from "node:fs/promises";
import { encodeNpz, fromBytes, openBytes } from "@svcca/io";
import { SvccaError } from "@svcca/linalg";
import type { TrainerFacts, TrainerState } from "../train/state.js";
import { writeWhole } from "./write-whole.js";

/** What a run has done so far, beside the state of its trainer. */
export interface RunLog {
  /** Of the last step. */
  readonly loss: number;
  /** Time that steps have taken, also before an interruption. */
  readonly seconds: number;
  readonly checkpoints: readonly Checkpoint[];
}

/** A moment of a run of which the activations are kept. */
export interface Checkpoint {
  /** Share of the training that was done. */
  readonly share: number;
  readonly step: number;
  /** The folder of the activations, inside that of the run. */
  readonly folder: string;
  /** On the test set; the mean squared error where the data are values. */
  readonly score: number;
}

/** The name of the JSON text among the arrays. */
const FACTS = "facts";

/** Keeps a run in one npz file, which is replaced whole. */
export async function writeRunState(path: string, state: TrainerState, log: RunLog): Promise<void> {
  const facts = new TextEncoder().encode(JSON.stringify({ trainer: state.facts, log }));
  const arrays = { ...state.arrays, [FACTS]: { shape: [facts.length], data: facts } };
  await writeWhole(path, encodeNpz(arrays));
}

/**
 * What {@link writeRunState} kept; undefined when there is nothing.
 *
 * @throws SvccaError `format` when it is none.
 */
export async function readRunState(
  path: string,
): Promise<{ state: TrainerState; log: RunLog } | undefined> {
  const bytes = await readFile(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw error;
  });
  if (!bytes) return undefined;
  const arrays: Record<string, { shape: readonly number[]; data: Float32Array }> = {};
  let facts: { trainer: TrainerFacts; log: RunLog } | undefined;
  for (const { array, open } of (await openBytes(fromBytes(bytes), path)).arrays) {
    const source = await open();
    const data = await readAll(source);
    if (array === FACTS) facts = JSON.parse(new TextDecoder().decode(Uint8Array.from(data)));
    else arrays[array] = { shape: source.shape, data: Float32Array.from(data) };
  }
  if (!facts) {
    throw new SvccaError("format", `${path}: not the state of a run; remove it to begin anew`, {
      path,
    });
  }
  return { state: { facts: facts.trainer, arrays }, log: facts.log };
}

/** All values; a scalar has no rows to count. */
function readAll(source: {
  shape: readonly number[];
  read(a: number, b: number): Promise<ArrayLike<number>>;
}) {
  return source.read(0, source.shape[0] ?? 1);
}
