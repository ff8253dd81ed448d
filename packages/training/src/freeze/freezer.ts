import type * as layers from "@tensorflow/tfjs-layers";
import { freezeLayers, thawLayers } from "./freeze-layers.js";
import { type LayerGroup, layerGroups } from "./groups.js";
import type { FreezeRule } from "./rule.js";

/** What was frozen, and when. */
export interface Frozen {
  /** Steps that were done by then. */
  readonly step: number;
  readonly group: string;
  readonly layers: readonly string[];
}

/** Freezes the groups of a model as a rule says. */
export interface Freezer {
  readonly groups: readonly LayerGroup[];
  readonly frozen: readonly Frozen[];
  /** Asks the rule, and freezes what it says. */
  update(step: number, steps: number): Promise<void>;
  /** What an earlier run had frozen. */
  restore(frozen: readonly Frozen[]): void;
  /** Lets everything learn again. */
  thaw(): void;
}

/** A freezer of `groups`, by default one for each layer with a kernel. */
export function createFreezer(
  model: layers.LayersModel,
  rule: FreezeRule,
  groups: readonly LayerGroup[] = layerGroups(model),
): Freezer {
  let frozen: Frozen[] = [];
  const freeze = (list: readonly Frozen[]) => {
    for (const one of list) freezeLayers(model, one.layers);
    frozen = [...frozen, ...list];
  };
  return {
    groups,
    get frozen() {
      return frozen;
    },
    async update(step, steps) {
      const done = frozen.length;
      const wanted = await rule.frozenGroups({ step, steps, model, groups, frozen: done });
      freeze(
        groups
          .slice(done, Math.min(wanted, groups.length - 1))
          .map(({ name, layers }) => ({ step, group: name, layers })),
      );
    },
    restore: freeze,
    thaw() {
      for (const one of frozen) thawLayers(model, one.layers);
      frozen = [];
    },
  };
}
