import { SvccaError } from "@svcca/linalg";
import type { BlobStore } from "../../store/blob-store.js";
import { decodeJson } from "../compute/codec.js";
import { planKey, sealedKey } from "../plan/keys.js";
import type { SealedPlan, StudyPlan } from "../plan/plan.js";
import { load } from "../store/sealed.js";

/** Plans that a process works on at a time. */
const MOST_HELD = 4;

/** Reads plans from a store, and holds the last ones. */
export interface Plans {
  plan(study: string): Promise<StudyPlan>;
  sealed(study: string, seal: string): Promise<SealedPlan>;
}

/** Throws `not-found` from its methods when the store does not hold a plan. */
export function plansOf(store: BlobStore): Plans {
  const held = new Map<string, SealedPlan>();
  const read = async (study: string, key: string) => {
    const known = held.get(key);
    if (known) return known;
    const bytes = await load(store, key);
    if (!bytes) {
      throw new SvccaError(
        "not-found",
        `${store.name}: the plan of study ${study} is not there; submitter and workers must share one store (--store)`,
        { study, key },
      );
    }
    if (held.size >= MOST_HELD) held.delete(held.keys().next().value!);
    held.set(key, decodeJson(bytes));
    return held.get(key)!;
  };
  return {
    plan: (study) => read(study, planKey(study)),
    sealed: (study, seal) => read(study, sealedKey(study, seal)),
  };
}
