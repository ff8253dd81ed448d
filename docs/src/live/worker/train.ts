import { dynamics } from "@svcca/core";
import type { Backend, Matrix64 } from "@svcca/linalg";
import {
  accuracy,
  convnet,
  createTrainer,
  type DataSet,
  layerGroups,
  linearFreeze,
  type Trainer,
} from "@svcca/training";
import { type FrozenLayer, PERCENTS, type Plan, type Run, stepAt } from "../run.js";
import { momentOf } from "./moment.js";

/** The images, and where layers are compared. */
export interface Bench {
  readonly train: DataSet;
  readonly heldOut: DataSet;
  readonly backend: Backend;
}

/** The width of the network, the batches and the rate of `bench/training/freeze.mjs`. */
const NETWORK = { channels: [8, 16], units: [64, 32] } as const;
const RULES = { batchSize: 50, learningRate: 0.02 };

/**
 * Trains the network of the paper in a small width, and compares its layers at each checkpoint with
 * what they are now.
 *
 * @param onStep told of each step.
 * @returns a generator of the run at each checkpoint; at the end, what the layers hold then.
 */
export async function* train(
  seed: number,
  plan: Plan,
  { train: images, heldOut, backend }: Bench,
  onStep: (step: number, steps: number) => void,
): AsyncGenerator<Run, Matrix64[]> {
  const model = convnet({ inputShape: images.shape, outputs: 10, seed, ...NETWORK });
  const layers = layerGroups(model).map(({ name }) => name);
  const trainer = createTrainer(model, images, {
    ...RULES,
    epochs: plan.epochs,
    seed,
    ...(plan.freeze ? { freeze: linearFreeze() } : {}),
  });
  const { steps } = trainer;
  const moments: Matrix64[][] = [];
  let run: Run = { ...plan, seed, ...start(steps), layers };
  try {
    for (const percent of PERCENTS) {
      const stop = stepAt(percent, steps);
      const { loss, seconds } = await advanceTo(trainer, stop, onStep);
      moments.push(await momentOf(model, heldOut, layers));
      const { checkpoints: grids } = await dynamics(moments, moments.at(-1), { backend });
      const right = await accuracy(model, heldOut);
      const spent = run.seconds + seconds;
      run = {
        ...run,
        step: stop,
        accuracy: [...run.accuracy, right],
        loss: [...run.loss, loss],
        grids,
        ...workOf(trainer),
        seconds: spent,
        ...(right >= 0.8 ? { secondsToEighty: run.secondsToEighty ?? spent } : {}),
      };
      yield run;
    }
    return moments.at(-1)!;
  } finally {
    trainer.dispose();
    model.dispose();
  }
}

const start = (steps: number) => ({
  step: 0,
  steps,
  accuracy: [],
  loss: [],
  grids: [],
  frozen: [],
  saved: 0,
  seconds: 0,
});

/** Trains up to a step; the mean loss on the way, null when there is none. */
async function advanceTo(
  trainer: Trainer,
  stop: number,
  onStep: (step: number, steps: number) => void,
) {
  const [from, before] = [trainer.step, performance.now()];
  let sum = 0;
  while (trainer.step < stop) {
    sum += await trainer.advance();
    onStep(trainer.step, trainer.steps);
  }
  return {
    loss: stop > from ? sum / (stop - from) : null,
    seconds: (performance.now() - before) / 1000,
  };
}

function workOf({ frozen, backward: { done, full }, steps }: Trainer) {
  return {
    frozen: frozen.map(
      ({ group, step }): FrozenLayer => ({ layer: group, percent: (100 * step) / steps }),
    ),
    saved: full === 0 ? 0 : 1 - done / full,
  };
}
