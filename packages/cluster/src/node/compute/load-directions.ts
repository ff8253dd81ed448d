import type { LayerDirections } from "@svcca/core/stages";
import { SvccaError } from "@svcca/linalg";
import { keyOf } from "../plan/keys.js";
import { describeNode, type Member } from "../plan/nodes.js";
import { load } from "../store/sealed.js";
import { decodeDirections } from "./codec.js";
import type { Machine } from "./machine.js";

/** Directions that were computed already. */
export async function loadDirections(
  { plan, store }: Machine,
  { network, layer, passes = 0 }: Member,
): Promise<LayerDirections> {
  const node = { kind: "directions" as const, network, layer, passes };
  const key = keyOf(plan, node);
  const bytes = await load(store, key);
  if (!bytes) {
    throw new SvccaError(
      "not-found",
      `${describeNode(plan, node)}: not in the store ${store.name} any more; submit the study again`,
      { key },
    );
  }
  return decodeDirections(key, bytes);
}
