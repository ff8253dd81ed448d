import type { Values } from "../check.js";

/** A file that a result was computed from. */
export interface Input {
  readonly file: string;
  readonly array?: string | null;
  readonly shape?: readonly number[];
  readonly dtype?: string;
  readonly sha256?: string;
}

/** What all results say about how they were made. */
export interface Header {
  readonly schemaVersion: 1;
  readonly measure: string;
  readonly datapoints?: number;
  readonly backend?: string;
  readonly version?: string;
  readonly options?: Readonly<Record<string, unknown>>;
  readonly significance?: Readonly<Record<string, unknown>>;
  readonly warnings?: readonly { readonly code: string; readonly message: string }[];
  readonly inputs?: readonly Input[];
}

/** Two layers: `svcca compare`. */
export interface CompareDocument extends Header {
  readonly command: "compare";
  readonly similarity: number;
  readonly coefficients?: readonly number[];
  readonly kept?: { readonly x: number; readonly y: number };
  readonly neurons?: { readonly x: number; readonly y: number };
  readonly frequencies?: {
    readonly height: number;
    readonly width: number;
    readonly similarity: readonly Values[];
  };
}

/** Layers against layers: `svcca grid`. */
export interface GridDocument extends Header {
  readonly command: "grid";
  readonly rows: readonly string[];
  readonly columns: readonly string[];
  readonly values: readonly Values[];
}

/** One network over its training. */
export interface Training {
  readonly layers: readonly string[];
  readonly columns: readonly string[];
  readonly checkpoints: readonly { readonly name: string; readonly values: readonly Values[] }[];
}

/** Checkpoints against a trained network: `svcca dynamics`. */
export interface DynamicsDocument extends Header, Training {
  readonly command: "dynamics";
  /** Of several networks, all of them; what stands above is the first. */
  readonly networks?: readonly (Training & { readonly name: string })[];
}

/** Networks within groups and between them: `svcca groups`. */
export interface GroupsDocument extends Header {
  readonly command: "groups";
  readonly layers: readonly string[];
  readonly groups: readonly { readonly name: string; readonly networks: readonly string[] }[];
  readonly comparisons: readonly {
    /** The names of the two groups, the same twice within one. */
    readonly groups: readonly [string, string];
    /** The two networks of each pair. */
    readonly pairs: readonly (readonly [string, string])[];
    /** Pairs x layers. */
    readonly values: readonly Values[];
    /** Over the pairs, one entry per layer. */
    readonly mean: Values;
    readonly spread: Values;
  }[];
}

/** Layers against classes: `svcca classes`. */
export interface ClassesDocument extends Header {
  readonly command: "classes";
  readonly layers: readonly string[];
  readonly classes: readonly string[];
  readonly values: readonly Values[];
}

/** One layer of a pair along its aligned directions, and by its most active neurons. */
export interface AlignedLayer {
  /** A list of each direction, one value for each datapoint. */
  readonly directions: readonly (readonly number[])[];
  /** Places of the most active neurons. */
  readonly neurons: readonly number[];
  /** A list of each of these neurons, one value for each datapoint. */
  readonly activations: readonly (readonly number[])[];
}

/** Aligned directions of two layers beside their most active neurons: `svcca align`. */
export interface AlignDocument extends Header {
  readonly command: "align";
  readonly similarity: number;
  readonly coefficients: readonly number[];
  /** The class of each datapoint. */
  readonly labels: readonly number[];
  readonly x: AlignedLayer;
  readonly y: AlignedLayer;
}

/** A result that a report can show. */
export type ReportDocument =
  | CompareDocument
  | GridDocument
  | DynamicsDocument
  | ClassesDocument
  | GroupsDocument
  | AlignDocument;
