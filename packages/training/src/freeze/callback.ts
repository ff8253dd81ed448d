import * as layers from "@tensorflow/tfjs-layers";
import { createFreezer, type Freezer, type Frozen } from "./freezer.js";
import type { LayerGroup } from "./groups.js";
import type { FreezeRule } from "./rule.js";

/** Options of {@link FreezeCallback}. */
export interface FreezeCallbackOptions {
  /** Default: a group for each layer with a kernel, as of `layerGroups`. */
  readonly groups?: readonly LayerGroup[];
}

/**
 * Freeze training for `model.fit`: give it as a callback, together with `epochs` and `batchSize`.
 * The model must be compiled before; its weights can be trained again after training, all of them.
 *
 * Source: Raghu et al. 2017 (arXiv 1706.05806), section 4.2.
 */
export class FreezeCallback extends layers.Callback {
  readonly #rule: FreezeRule;
  readonly #options: FreezeCallbackOptions;
  #freezer: Freezer | undefined;
  #step = 0;
  #frozen: readonly Frozen[] = [];

  constructor(rule: FreezeRule, options: FreezeCallbackOptions = {}) {
    super();
    this.#rule = rule;
    this.#options = options;
  }

  /** What has been frozen so far, and after how many steps. */
  get frozen(): readonly Frozen[] {
    return this.#frozen;
  }

  override async onTrainBegin(): Promise<void> {
    this.#step = 0;
    this.#freezer = createFreezer(this.model, this.#rule, this.#options.groups);
    this.#frozen = [];
  }

  override async onBatchBegin(): Promise<void> {
    const { epochs, steps, samples, batchSize } = this.params as Record<string, number>;
    const perEpoch = steps ?? Math.ceil(samples! / batchSize!);
    await this.#freezer!.update(this.#step, epochs! * perEpoch);
    this.#frozen = this.#freezer!.frozen;
    this.#step++;
  }

  override async onTrainEnd(): Promise<void> {
    this.#freezer!.thaw();
  }
}
