/** How a dataset is cut into chunks. */
export interface ChunkGrid {
  /** Values of a chunk along each axis. */
  readonly chunk: readonly number[];
  /** Chunks along each axis. */
  readonly counts: readonly number[];
  /** Chunks along each axis when the dataset has grown to its most; infinite if it may without end. */
  readonly most: readonly number[];
}

/** Where a chunk is, counted in chunks along each axis. */
export type Place = readonly number[];

/** Says whether all chunks with these places along the first axis are in the file. */
export type HasChunks = (from: number, to: number) => boolean;

/** Orders places as they lie in a file: by the first axis, then the next. */
function comparePlaces(a: Place, b: Place): number {
  for (let axis = 0; axis < a.length; axis++) {
    if (a[axis] !== b[axis]) return a[axis]! < b[axis]! ? -1 : 1;
  }
  return 0;
}

/**
 * Counts places of chunks that come in order and may not come twice: a chunk that is named twice
 * must not stand for one that is missing.
 */
export class Counter {
  readonly #grid: ChunkGrid;
  readonly #from: number;
  readonly #to: number;
  readonly #damaged: () => Error;
  #last: Place | undefined;
  #count = 0;

  constructor(grid: ChunkGrid, from: number, to: number, damaged: () => Error) {
    this.#grid = grid;
    this.#from = from;
    this.#to = to;
    this.#damaged = damaged;
  }

  /** Counts a place that must lie between `low` and `high`, the latter not included. */
  add(place: Place, low: Place | undefined, high: Place | undefined): void {
    const ordered = this.#last === undefined || comparePlaces(this.#last, place) < 0;
    const inside =
      (low === undefined || comparePlaces(low, place) <= 0) &&
      (high === undefined || comparePlaces(place, high) < 0);
    if (!ordered || !inside) throw this.#damaged();
    this.#last = place;
    if (place[0]! >= this.#from && place[0]! < this.#to && inGrid(place, this.#grid)) this.#count++;
  }

  get isComplete(): boolean {
    const across = this.#grid.counts.slice(1).reduce((product, n) => product * n, 1);
    return this.#count === (this.#to - this.#from) * across;
  }
}

const inGrid = (place: Place, { counts }: ChunkGrid): boolean =>
  counts.every((count, axis) => place[axis]! < count);
