import { SvccaError } from "@svcca/linalg";
import type { LayerGroup } from "../freeze/groups.js";
import type { FreezeRule } from "../freeze/rule.js";

/** How to train. */
export interface TrainOptions {
  /** Times that each datapoint is seen. Default 10. */
  readonly epochs?: number;
  /** Datapoints of a step; what is left over of an epoch is left out of it. Default 50. */
  readonly batchSize?: number;
  /** Default 0.01, with which the networks here learn without diverging. */
  readonly learningRate?: number;
  /** Of gradient descent. Default 0.9, the customary one. */
  readonly momentum?: number;
  /** Of the order of the datapoints and of the translations. Default 1. */
  readonly seed?: number;
  /** Moves each image by up to so many pixels in both directions, anew in each step. Default 0. */
  readonly translate?: number;
  /** The order of the datapoints in an epoch (from 0). Default: random, by the seed. */
  readonly order?: (epoch: number) => ArrayLike<number>;
  /** When layers freeze. Default: never. */
  readonly freeze?: FreezeRule;
  /** What freezes together. Default: a group for each layer with a kernel. */
  readonly groups?: readonly LayerGroup[];
}

/**
 * Checks the numbers of {@link TrainOptions}.
 *
 * @throws SvccaError `invalid-argument`.
 */
export function checkTrainOptions(
  options: Required<
    Pick<TrainOptions, "epochs" | "batchSize" | "learningRate" | "momentum" | "translate">
  >,
  count: number,
): void {
  const { epochs, batchSize, learningRate, momentum, translate } = options;
  const refuse = (name: string, value: number, advice: string) => {
    throw new SvccaError("invalid-argument", `${name}: ${value}; give ${advice}`, {
      received: value,
    });
  };
  const whole = (value: number, least: number) => Number.isSafeInteger(value) && value >= least;
  if (!whole(epochs, 1)) refuse("epochs", epochs, "a whole number from 1");
  if (!whole(batchSize, 1) || batchSize > count) {
    refuse("batchSize", batchSize, `a whole number from 1 to ${count}, the number of datapoints`);
  }
  if (!(learningRate > 0)) refuse("learningRate", learningRate, "a number above 0");
  if (!(momentum >= 0 && momentum < 1)) refuse("momentum", momentum, "a number from 0, below 1");
  if (!whole(translate, 0)) refuse("translate", translate, "a whole number of pixels from 0");
}
