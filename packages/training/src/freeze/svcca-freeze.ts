import { type CompareOptions, type SpatialOptions, svcca, type TruncateOption } from "@svcca/core";
import { SvccaError } from "@svcca/linalg";
import { captureActivations } from "../capture/capture.js";
import { layerArray } from "../capture/layer-array.js";
import type { DataSet } from "../data/data-set.js";
import type { FreezeRule } from "./rule.js";

/** Options of {@link svccaFreeze}. */
export interface SvccaFreezeOptions
  extends Pick<CompareOptions, "backend" | "signal">,
    Pick<SpatialOptions, "spatial"> {
  /** Datapoints that layers are compared on: some hundred, more than the widest layer has neurons. */
  readonly probe: DataSet;
  /** The similarity with its earlier self from which on a layer is frozen. Default 0.99. */
  readonly threshold?: number;
  /** How often to look, as a share of the training. Default 0.05: twenty times. */
  readonly every?: number;
  /** As in `svcca`. Default `{ variance: 0.99 }`. */
  readonly truncate?: TruncateOption["truncate"];
}

/**
 * Freezes a group of layers when its last layer has become what it was: when its SVCCA with itself
 * at the time before passes the threshold. From the input upwards, so that the backward work of
 * what is frozen is saved; several groups may freeze at once.
 *
 * Convolutional layers are compared averaged over positions, which is quick; see `spatial`.
 *
 * Source: the suggestion of Raghu et al. 2017 (arXiv 1706.05806), section 4.2, which itself
 * freezes by a fixed schedule.
 *
 * @throws SvccaError `invalid-argument` for a threshold or share that is not above 0 and up to 1.
 */
export function svccaFreeze(options: SvccaFreezeOptions): FreezeRule {
  const { probe, threshold = 0.99, every = 0.05, spatial = "average" } = options;
  for (const [name, value] of Object.entries({ threshold, every })) {
    if (value > 0 && value <= 1) continue;
    throw new SvccaError(
      "invalid-argument",
      `svccaFreeze: ${name} ${value}; give a number above 0, up to 1`,
      { received: value },
    );
  }
  const { truncate, backend, signal } = options;
  const how = {
    spatial,
    ...(truncate ? { truncate } : {}),
    ...(backend ? { backend } : {}),
    ...(signal ? { signal } : {}),
  };
  let before = new Map<string, { shape: readonly number[]; data: Float32Array }>();
  return {
    async frozenGroups({ step, steps, model, groups, frozen }) {
      const stride = Math.max(1, Math.round(every * steps));
      if (step % stride !== 0) return frozen;
      const names = groups.slice(frozen, -1).map((group) => group.layers.at(-1)!);
      if (names.length === 0) return frozen;
      const now = await captureActivations(model, probe, { layers: names });
      let passed = 0;
      for (const layer of now) {
        const earlier = before.get(layer.name);
        if (!earlier) break;
        const { shape, data } = earlier;
        const width = data.length / shape[0]!;
        const then = layerArray(layer.name, shape[0]!, shape, async (start, end) =>
          data.subarray(start * width, end * width),
        );
        if ((await svcca(then, layer, how)).similarity < threshold) break;
        passed++;
      }
      before = new Map(now.map(({ name, shape, values }) => [name, { shape, data: values }]));
      return frozen + passed;
    },
    save: () => Object.fromEntries(before),
    restore(state) {
      before = new Map(Object.entries(state));
    },
  };
}
