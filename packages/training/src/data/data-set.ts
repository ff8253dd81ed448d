import { SvccaError } from "@svcca/linalg";

/** Datapoints in memory, and what a network is to say of each. */
export interface DataSet {
  /** One datapoint after another: `count` times the product of `shape`. */
  readonly inputs: Float32Array;
  /** The shape of one datapoint: (height, width, channels) of an image, (1) of a number. */
  readonly shape: readonly number[];
  readonly count: number;
  readonly targets: ClassTargets | ValueTargets;
}

/** The class of each datapoint, 0 to `classes` - 1. */
export interface ClassTargets {
  readonly labels: Int32Array;
  readonly classes: number;
}

/** Numbers to predict: `count` times `outputs`. */
export interface ValueTargets {
  readonly values: Float32Array;
  readonly outputs: number;
}

/** How many outputs a network for this data set has. */
export function outputsOf({ targets }: DataSet): number {
  return "labels" in targets ? targets.classes : targets.outputs;
}

/**
 * The labels of a data set of classes.
 *
 * @throws SvccaError `invalid-argument` for a data set of values.
 */
export function labelsOf({ targets }: DataSet, where: string): Int32Array {
  if ("labels" in targets) return targets.labels;
  throw new SvccaError(
    "invalid-argument",
    `${where}: the data set has values to predict, not classes; give one with labels`,
    {},
  );
}

/**
 * The datapoints at the given places, in that order.
 *
 * @throws SvccaError `invalid-argument` for a place outside.
 */
export function pickData(set: DataSet, places: ArrayLike<number>): DataSet {
  const width = set.shape.reduce((product, n) => product * n, 1);
  const list = Array.from(places);
  const outside = list.find((place) => !Number.isInteger(place) || place < 0 || place >= set.count);
  if (outside !== undefined) {
    throw new SvccaError(
      "invalid-argument",
      `pickData: place ${outside} of ${set.count} datapoints; give whole numbers from 0 to ${set.count - 1}`,
      { received: outside, count: set.count },
    );
  }
  const inputs = new Float32Array(list.length * width);
  list.forEach((place, i) => {
    inputs.set(set.inputs.subarray(place * width, (place + 1) * width), i * width);
  });
  return { inputs, shape: set.shape, count: list.length, targets: pickTargets(set.targets, list) };
}

/** The datapoints `start` (included) to `end` (excluded). */
export function sliceData(set: DataSet, start: number, end: number): DataSet {
  return pickData(
    set,
    Array.from({ length: end - start }, (_, i) => start + i),
  );
}

function pickTargets(targets: DataSet["targets"], places: readonly number[]): DataSet["targets"] {
  if ("labels" in targets) {
    return { ...targets, labels: Int32Array.from(places, (place) => targets.labels[place]!) };
  }
  const { values, outputs } = targets;
  const picked = places.flatMap((place) =>
    Array.from(values.subarray(place * outputs, (place + 1) * outputs)),
  );
  return { ...targets, values: Float32Array.from(picked) };
}
