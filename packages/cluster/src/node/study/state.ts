import type { DirectionsFacts } from "../compute/directions.js";

/**
 * What the jobs that a study waits for are doing. In this order; `again` and `better` as often as
 * any layer wants it, twice at most, and a measure of plain moments goes from `hash` to `cross`.
 */
type Step = "hash" | "layers" | "directions" | "again" | "better" | "cross" | "pairs" | "done";

/** How far a study is: what its job holds between two steps. */
export interface StudyState {
  readonly step: Step;
  /** Names the hashes of the files, once these are known. */
  readonly seal?: string;
  /** Of each network: how often the directions of each layer were made better, a digit a layer. */
  readonly passes: readonly string[];
  /** Of each network: how many directions of each layer are kept. */
  readonly kept: readonly (readonly number[])[];
  /** Of each network: the layers that are read again in this round. */
  readonly wants: readonly (readonly number[])[];
}

/** What came of the steps before. */
export interface StepResults {
  /** By the id of the node. */
  readonly directions: ReadonlyMap<string, DirectionsFacts>;
  /** Networks and couples that something failed of, by place: no more is done for these. */
  readonly brokenNetworks: ReadonlySet<number>;
  readonly brokenCouples: ReadonlySet<number>;
}
