import type { MeasureChoice } from "@svcca/core";
import type { Backend } from "@svcca/linalg";
import type { BlobStore } from "../../store/blob-store.js";
import type { SealedPlan } from "../plan/plan.js";

/** What computes a node: one process, on one study. */
export interface Machine {
  readonly plan: SealedPlan;
  readonly store: BlobStore;
  readonly backend: Backend;
  readonly signal?: AbortSignal | undefined;
}

/** What the library is told. */
export function choiceOf({ plan, backend, signal }: Machine): MeasureChoice {
  return { ...plan.choice, backend, ...(signal ? { signal } : {}) };
}
