import type { MeasureChoice } from "@svcca/core";

/** A file of a network, as it was when the study was submitted. */
export interface PlanFile {
  /** Absolute. */
  readonly path: string;
  readonly bytes: number;
  /** Milliseconds since 1970 of its last change. */
  readonly changed: number;
}

/** Datapoints that follow on each other in one place: a file, a folder, a group of an HDF5 file. */
export interface PlanPart {
  /** What `openNetwork` opens. */
  readonly target: string;
  /** What stands behind the file in `target`: the array or the group. */
  readonly inside: string;
  readonly files: readonly PlanFile[];
  readonly rows: number;
}

/** A layer of a network. */
export interface PlanLayer {
  readonly array: string;
  /** What one machine would call it in warnings. */
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: string;
  /** The order of the axes of a convolutional layer, where the file says it. */
  readonly layout?: string;
}

/** A network: layers, and the parts in which their datapoints lie, in order. */
export interface PlanNetwork {
  /** As the user named it. */
  readonly target: string;
  readonly layers: readonly PlanLayer[];
  readonly parts: readonly PlanPart[];
}

/** All that is known of a study when it is submitted. */
export interface StudyPlan {
  readonly format: "svcca-cluster-1";
  /** Of the program: machines of another version take no part. */
  readonly version: string;
  /** The name of the backend that all machines compute with. */
  readonly backend: string;
  /** What is compared and how; no functions in it. */
  readonly choice: MeasureChoice;
  readonly networks: readonly PlanNetwork[];
  /** Networks that are compared, by place: every layer of the first with every one of the second. */
  readonly couples: readonly (readonly [x: number, y: number])[];
  /** Where the datapoints are cut into shards: from 0 to their number. No shard spans two parts. */
  readonly cuts: readonly number[];
}

/** A plan and the SHA-256 of every part of every network: what all results follow from. */
export interface SealedPlan extends StudyPlan {
  readonly hashes: readonly (readonly string[])[];
}

/** The piece of a network that holds the rows of a shard. */
export interface Piece {
  readonly part: PlanPart;
  readonly place: number;
  /** Rows of the part. */
  readonly start: number;
  readonly end: number;
}

/** Where the rows of shard `index` are in a network. */
export function pieceOf({ cuts, networks }: StudyPlan, network: number, index: number): Piece {
  let first = 0;
  for (const [place, part] of networks[network]!.parts.entries()) {
    const start = cuts[index]! - first;
    if (start < part.rows) return { part, place, start, end: cuts[index + 1]! - first };
    first += part.rows;
  }
  throw new RangeError(`no shard ${index}`);
}
