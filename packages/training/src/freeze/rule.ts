import { SvccaError } from "@svcca/linalg";
import type * as layers from "@tensorflow/tfjs-layers";
import type { LayerGroup } from "./groups.js";

/** Where a training run is when a rule is asked. */
export interface FreezeMoment {
  /** Steps done, of `steps` in all. */
  readonly step: number;
  readonly steps: number;
  readonly model: layers.LayersModel;
  /** From the input on. */
  readonly groups: readonly LayerGroup[];
  /** How many groups are frozen now. */
  readonly frozen: number;
}

/** Numbers that a rule keeps between two questions. */
export type RuleState = Readonly<Record<string, { shape: readonly number[]; data: Float32Array }>>;

/** Decides when groups of layers freeze, from the input upwards. */
export interface FreezeRule {
  /**
   * Asked before each step: how many groups are to be frozen from now on, counted from the input.
   * Less than are frozen already changes nothing, and the last group always learns.
   */
  frozenGroups(moment: FreezeMoment): number | Promise<number>;
  /** For rules with a memory: what an interrupted run needs to go on as it would have. */
  save?(): RuleState;
  restore?(state: RuleState): void;
}

/**
 * The schedule of the SVCCA paper: of L groups, group l (from 1) freezes when l / L of the training
 * is done, so that the last learns to the end.
 *
 * Source: Raghu et al. 2017 (arXiv 1706.05806), section 4.2.
 */
export function linearFreeze(): FreezeRule {
  return {
    frozenGroups: ({ step, steps, groups }) => Math.floor((step * groups.length) / steps),
  };
}

/**
 * A schedule of one's own: group l freezes when the share `fractions[l]` of the training is done.
 * Groups without an entry learn to the end.
 *
 * @throws SvccaError `invalid-argument` for fractions that are not from 0 to 1 and rising.
 */
export function scheduledFreeze(fractions: readonly number[]): FreezeRule {
  const wrong = fractions.findIndex(
    (fraction, i) => !(fraction >= (fractions[i - 1] ?? 0) && fraction <= 1),
  );
  if (wrong >= 0) {
    throw new SvccaError(
      "invalid-argument",
      `scheduledFreeze: fraction ${fractions[wrong]} at place ${wrong}; give shares of the training from 0 to 1 that do not fall`,
      { received: fractions[wrong], place: wrong },
    );
  }
  return {
    frozenGroups: ({ step, steps }) =>
      fractions.filter((fraction) => step >= fraction * steps).length,
  };
}
