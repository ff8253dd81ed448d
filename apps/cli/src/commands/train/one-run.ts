import { existsSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { SvccaError } from "@svcca/linalg";
import type { FreezeRule } from "@svcca/training";
import type { TfjsBackend } from "@svcca/training/node";
import type { Training } from "../../input/training.js";
import { interruptSignal } from "../../interrupt.js";
import { withBackend } from "../../options/backend.js";
import type { DataFlags, TrainingData } from "../../options/training-data.js";
import { progressLine } from "../../output/progress.js";
import type { TrainedRun } from "./document.js";
import { buildNetwork, type NetworkFlags } from "./networks.js";

/** The ways to freeze that `svcca train` knows. */
export const FREEZES = ["off", "linear", "schedule", "svcca"] as const;

/** The options of `svcca train`. */
export interface TrainFlags extends DataFlags, NetworkFlags {
  freeze: (typeof FREEZES)[number][];
  schedule?: number[];
  threshold: number;
  seeds: number[];
  epochs: number;
  batchSize: number;
  learningRate: number;
  translate: number;
  checkpoints: number[];
  probe: number;
  backend: TfjsBackend;
  adapter?: string;
  output: string;
  format: "text" | "json";
  force?: boolean;
  quiet?: boolean;
}

/**
 * One run in its folder, or its result where that is there already.
 *
 * @throws what `runTraining` throws; `Interrupted` after Ctrl-C, with the run kept.
 */
export async function oneRun(
  training: Training,
  flags: TrainFlags,
  { train: set, test, description }: TrainingData,
  { seed, freeze, tfjs }: { seed: number; freeze: TrainFlags["freeze"][number]; tfjs: string },
): Promise<TrainedRun> {
  const { network, channels, units, blocks, schedule = [], threshold, output } = flags;
  const { epochs, batchSize, learningRate, translate, checkpoints } = flags;
  const plan = { epochs, batchSize, learningRate, translate, checkpoints };
  const { model, groups } = buildNetwork(training, flags, set, seed);
  const name = `${freeze}-${seed}`;
  const folder = join(output, name);
  if (flags.force) await removeRun(folder);
  const probe = spread(training, test, flags.probe);
  const interrupt = interruptSignal();
  const line = progressLine(`${name}, steps`);
  const progress = flags.quiet ? {} : { onStep: line.update };
  try {
    return await withBackend({ backend: "auto", wide: false }, async (backend) => {
      const rules: Record<typeof freeze, () => FreezeRule | undefined> = {
        off: () => undefined,
        linear: training.linearFreeze,
        schedule: () => training.scheduledFreeze(schedule),
        svcca: () => training.svccaFreeze({ probe, threshold, backend }),
      };
      const rule = rules[freeze]();
      const result = await training.runTraining(folder, {
        ...plan,
        ...progress,
        model,
        groups,
        train: set,
        test,
        probe,
        seed,
        ...(rule ? { freeze: rule } : {}),
        settings: {
          network,
          channels,
          units,
          blocks,
          freeze,
          ...(freeze === "schedule" ? { schedule } : {}),
          ...(freeze === "svcca" ? { threshold } : {}),
          seed,
          ...plan,
          probe: flags.probe,
          description,
          tfjs,
        },
        signal: interrupt.signal,
      });
      return { freeze, seed, folder, ...result };
    });
  } finally {
    line.clear();
    interrupt.dispose();
    model.dispose();
  }
}

/**
 * Looks at the schedule before anything is trained.
 *
 * @throws SvccaError `invalid-argument` for shares that fall, or that would never be reached.
 */
export function assertSchedule(
  training: Training,
  flags: TrainFlags,
  { train: set }: TrainingData,
): void {
  const { schedule } = flags;
  if (!schedule) return;
  training.scheduledFreeze(schedule);
  const { model, groups } = buildNetwork(training, flags, set, 1);
  model.dispose();
  if (schedule.length < groups.length) return;
  throw new SvccaError(
    "invalid-argument",
    `--schedule ${schedule}: ${schedule.length} shares for ${groups.map((group) => group.name).join(", ")}; give at most ${groups.length - 1}, since the last always learns`,
    { received: schedule.length, groups: groups.length },
  );
}

/** As many datapoints as wanted, spread over the set, which may be sorted by class. */
function spread(training: Training, set: TrainingData["test"], wanted: number) {
  const length = Math.min(wanted, set.count);
  const places = Array.from({ length }, (_, i) => Math.floor((i * set.count) / length));
  return training.pickData(set, places);
}

/** Removes a run; a folder that holds none is left alone, and found to be in the way. */
async function removeRun(folder: string): Promise<void> {
  if (existsSync(join(folder, "run.json"))) await rm(folder, { recursive: true, force: true });
}
