// What the page and its worker say to each other.
import type { MeasureName, Similarity } from "@svcca/core";
import type { Settings } from "./settings.js";

/** A file with the path that it was dropped with: `run/conv1.npy`. */
export interface Dropped {
  readonly path: string;
  readonly file: File;
}

interface LayerInfo {
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: string;
}

/** A file, a folder or a group of an HDF5 file whose arrays are layers. */
export interface NetworkInfo {
  /** As the command line names it. */
  readonly name: string;
  /** A file of one array, which is named without it. */
  readonly single: boolean;
  readonly layers: readonly LayerInfo[];
}

/** All that is open. */
export interface Opened {
  readonly networks: readonly NetworkInfo[];
  /** Arrays of one axis, which may be labels, as the command line names them. */
  readonly labels: readonly string[];
  /** What could not be opened, and why: a line each. */
  readonly problems: readonly string[];
}

/** What the JSON documents of all commands hold. The hashes of the inputs are left out here. */
interface Document {
  readonly schemaVersion: 1;
  readonly measure: MeasureName;
  readonly options: object;
  readonly backend: string;
  readonly warnings: Similarity["warnings"];
  readonly inputs: readonly object[];
}

export interface CompareDocument extends Document {
  readonly command: "compare";
  readonly similarity: number;
  readonly coefficients: readonly number[];
  readonly kept: Similarity["kept"];
  readonly datapoints: number;
  readonly neurons: Similarity["neurons"];
  readonly significance?: {
    readonly noiseFloor?: number;
    readonly test?: "bartlett";
    readonly significant?: number;
    readonly of?: number;
    readonly level?: number;
  };
  readonly frequencies?: {
    readonly height: number;
    readonly width: number;
    readonly similarity: readonly (readonly (number | null)[])[];
  };
}

export interface GridDocument extends Document {
  readonly command: "grid";
  readonly rows: readonly string[];
  readonly columns: readonly string[];
  readonly values: readonly (readonly number[])[];
}

export interface DynamicsDocument extends Document {
  readonly command: "dynamics";
  readonly layers: readonly string[];
  readonly columns: readonly string[];
  readonly checkpoints: readonly {
    readonly name: string;
    readonly values: readonly (readonly number[])[];
  }[];
}

export interface ClassesDocument extends Document {
  readonly command: "classes";
  readonly layers: readonly string[];
  readonly classes: readonly string[];
  readonly values: readonly (readonly number[])[];
}

export type Result = CompareDocument | GridDocument | DynamicsDocument | ClassesDocument;

/** A result, and how long it took without what has to be loaded before the first. */
export interface Compared {
  readonly document: Result;
  readonly seconds: number;
}

/** One side of {@link Aligned}: a list of values over the datapoints for each. */
export interface AlignedLayer {
  readonly directions: readonly Float64Array[];
  readonly neurons: readonly Float64Array[];
  readonly neuronNames: readonly string[];
}

/** The aligned directions of two layers over the datapoints. */
export interface Aligned {
  readonly x: AlignedLayer;
  readonly y: AlignedLayer;
  readonly coefficients: Float64Array;
  /** The class of each datapoint, from 0. */
  readonly labels: Int32Array;
  readonly classes: readonly string[];
}

/** What the worker can be asked, and what each answer is. */
export interface Requests {
  open: { ask: { files: readonly Dropped[] }; answer: Opened };
  compare: { ask: { settings: Settings }; answer: Compared };
  align: { ask: { settings: Settings }; answer: Aligned };
}

export interface Progress {
  readonly done: number;
  readonly total: number;
  readonly unit: "files" | "datapoints" | "layers" | "pairs";
}

/** From the page. */
export type ToWorker =
  | { [K in keyof Requests]: { id: number; ask: K } & Requests[K]["ask"] }[keyof Requests]
  | { id: number; ask: "cancel" };

/** From the worker; `id` is that of the question. */
export type FromWorker =
  | { id: number; kind: "answer"; answer: Requests[keyof Requests]["answer"] }
  | { id: number; kind: "progress"; progress: Progress }
  | { id: number; kind: "error"; message: string };
