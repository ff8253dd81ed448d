import { type CompareOptions, svcca, type TruncateOption } from "@svcca/core";
import { type Matrix, SvccaError } from "@svcca/linalg";
import { captureActivations } from "../capture/capture.js";
import type { DataSet } from "../data/data-set.js";
import type { FreezeRule, RuleState } from "./rule.js";
import { sampledRows } from "./sampled-rows.js";

/** Options of {@link svccaFreeze}. */
export interface SvccaFreezeOptions extends Pick<CompareOptions, "backend" | "signal"> {
  /** Datapoints that layers are compared on: some hundred, more than the widest layer has neurons. */
  readonly probe: DataSet;
  /**
   * The similarity with its earlier self from which on a layer is frozen. Default 0.98: a fifth of the
   * training apart it saved 40 % of the backward work at no loss that five seeds could show.
   */
  readonly threshold?: number;
  /**
   * How long ago the earlier self is, as a share of the training. Default 0.2: a layer that does not
   * change for a twentieth of it may still go far, and freezing by that gave less accurate networks
   * than a fifth (0.913 against 0.930: README, Freeze training).
   */
  readonly apart?: number;
  /** How often to look, as a share of the training. Default 0.05: twenty times. */
  readonly every?: number;
  /**
   * Positions of each image (steps of each sequence) that a convolutional (recurrent) layer is
   * compared on; each is a datapoint. Default 8: of 500 images some thousand datapoints, which is
   * quick. The average over positions would be blind to much that still changes.
   */
  readonly positions?: number;
  /** As in `svcca`. Default `{ variance: 0.99 }`. */
  readonly truncate?: TruncateOption["truncate"];
}

type Rows = Matrix & { readonly data: Float32Array };

/**
 * Freezes a group of layers when its last layer has become what it was: when its SVCCA with itself
 * a fifth of the training ago passes the threshold. From the input upwards, so that the backward
 * work of what is frozen is saved; several groups may freeze at once.
 *
 * Source: the suggestion of Raghu et al. 2017 (arXiv 1706.05806), section 4.2, which itself
 * freezes by a fixed schedule. The defaults are of experiments: README, Freeze training.
 *
 * @throws SvccaError `invalid-argument` for a threshold or share that is not above 0 and up to 1,
 *   or a number of positions that is not whole.
 */
export function svccaFreeze(options: SvccaFreezeOptions): FreezeRule {
  const { probe, threshold = 0.98, apart = 0.2, every = 0.05, positions = 8 } = options;
  assertOptions({ threshold, apart, every }, positions);
  const { truncate, backend, signal } = options;
  const how = {
    // Only the similarity is asked for.
    directions: false,
    ...(truncate ? { truncate } : {}),
    ...(backend ? { backend } : {}),
    ...(signal ? { signal } : {}),
  };
  /** What layers were, by name and look. */
  let seen = new Map<string, Rows>();
  const keyOf = (name: string, look: number) => `${name}@${look}`;
  return {
    async frozenGroups({ step, steps, model, groups, frozen }) {
      const stride = Math.max(1, Math.round(every * steps));
      if (step % stride !== 0) return frozen;
      const look = step / stride;
      // From the steps, since the stride of a short run is not the share it was rounded from.
      const looksApart = Math.max(1, Math.round((apart * steps) / stride));
      const names = groups.slice(frozen, -1).map((group) => group.layers.at(-1)!);
      if (names.length === 0) return frozen;
      const captured = await captureActivations(model, probe, { layers: names });
      const now = captured.map((layer) => sampledRows(layer, positions));
      let passed = 0;
      for (const [i, name] of names.entries()) {
        const then = seen.get(keyOf(name, look - looksApart));
        if (!then || (await svcca(then, now[i]!, how)).similarity < threshold) break;
        passed++;
      }
      const recent = [...seen].filter(([key]) => look - lookOf(key) < looksApart);
      seen = new Map([...recent, ...names.map((name, i) => [keyOf(name, look), now[i]!] as const)]);
      return frozen + passed;
    },
    save: () =>
      Object.fromEntries(
        [...seen].map(([key, { data, rows, cols }]) => [key, { shape: [rows, cols], data }]),
      ),
    restore(state: RuleState) {
      seen = new Map(
        Object.entries(state).map(([key, { shape, data }]) => {
          const [rows, cols] = shape as [number, number];
          return [key, { data, rows, cols }];
        }),
      );
    },
  };
}

function lookOf(key: string): number {
  return Number(key.slice(key.lastIndexOf("@") + 1));
}

function assertOptions(shares: Record<string, number>, positions: number): void {
  for (const [name, value] of Object.entries(shares)) {
    if (value > 0 && value <= 1) continue;
    throw new SvccaError(
      "invalid-argument",
      `svccaFreeze: ${name} ${value}; give a number above 0, up to 1`,
      { received: value },
    );
  }
  if (Number.isSafeInteger(positions) && positions > 0) return;
  throw new SvccaError(
    "invalid-argument",
    `svccaFreeze: positions ${positions}; give a whole number from 1`,
    { received: positions },
  );
}
