import type { Warning } from "../result/warnings.js";

/** The names of the measures, as the command line gives them too. */
export type MeasureName =
  | "svcca"
  | "cca"
  | "pwcca"
  | "cka"
  | "cka-rbf"
  | "pls"
  | "procrustes"
  | "rsa"
  | "knn";

/** What every measure of two layers says. */
export interface Similarity {
  readonly measure: MeasureName;
  /** 1 for the same, 0 (or near it) for nothing in common; each measure says what "same" is. */
  readonly similarity: number;
  readonly datapoints: number;
  readonly neurons: { readonly x: number; readonly y: number };
  /** Directions of each layer that took part; all neurons where a measure does not choose. */
  readonly kept: { readonly x: number; readonly y: number };
  /** The name of the backend that computed. */
  readonly backend: string;
  readonly warnings: readonly Warning[];
}
