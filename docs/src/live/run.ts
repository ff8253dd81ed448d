/** What the reader chooses before a training. */
export interface Plan {
  /** Times that each training image is seen. */
  readonly epochs: number;
  /** Whether layers freeze from the input up, by the schedule of the paper. */
  readonly freeze: boolean;
}

/** A layer that no longer learns. */
export interface FrozenLayer {
  readonly layer: string;
  /** Per cent of the training that was done by then. */
  readonly percent: number;
}

/** One network in training, or after it: plain values, as the worker sends them. */
export interface Run extends Plan {
  readonly seed: number;
  /** Steps of gradient descent that are done, of how many. */
  readonly step: number;
  readonly steps: number;
  /** The layers that are compared, from the input up. */
  readonly layers: readonly string[];
  /** Share of the held-out images that it gets right, at each checkpoint so far; the last is now. */
  readonly accuracy: readonly number[];
  /** Mean loss of the steps since the checkpoint before; null at the first. */
  readonly loss: readonly (number | null)[];
  /** `grids[t][i][j]`: layer i at checkpoint t against layer j now. At the end, now is the end. */
  readonly grids: readonly (readonly (readonly number[])[])[];
  readonly frozen: readonly FrozenLayer[];
  /** Share of the backward work that freezing has saved so far. */
  readonly saved: number;
  /** Time that the steps took, without checkpoints and comparisons. */
  readonly seconds: number;
  /** The same until the first checkpoint with an accuracy of 0.8, once there is one. */
  readonly secondsToEighty?: number;
}

/** Two networks that started from different weights, after training. */
export interface SeedPair {
  readonly seeds: readonly [number, number];
  readonly layers: readonly string[];
  /** `values[i][j]`: layer i of the first against layer j of the second. */
  readonly values: readonly (readonly number[])[];
  /** What layers that have nothing in common show at these sizes: of each layer with itself. */
  readonly floors: readonly number[];
}

/** How many images the networks learn, and how many others they are tested and compared on. */
export const IMAGES = { train: 2000, heldOut: 500 } as const;

/** The seeds of the two networks. */
export const SEEDS = [1, 2] as const;

/**
 * When layers are looked at, in per cent of the training (to the nearest step): close to each other
 * at the start, where most happens, and at the shares of the paper's figure 4.
 */
export const PERCENTS = [0, 2, 5, 10, 15, 20, 25, 35, 50, 60, 75, 90, 100] as const;

/** The step of a training at which so many per cent of it are done. */
export const stepAt = (percent: number, steps: number): number =>
  Math.round((percent * steps) / 100);

/** The per cent of the training at which a run is now. */
export const nowOf = ({ grids }: Run): number => PERCENTS[grids.length - 1]!;

/** What a run is called. */
export const titleOf = ({ seed, freeze }: Run): string =>
  `Seed ${seed}${freeze ? ", freezing" : ""}`;

export const isDone = ({ step, steps }: Run): boolean => step === steps;

/** `convergence[i][t]`: layer i at checkpoint t against itself now. */
export const convergenceOf = ({ layers, grids }: Run): number[][] =>
  layers.map((_, i) => grids.map((grid) => grid[i]![i]!));
