import type { ArraySource, Matrix, RowOptions } from "@svcca/linalg";

/** Activations as everything inside reads them: two-dimensional, named, in blocks of rows. */
export interface Layer {
  readonly name: string;
  readonly datapoints: number;
  readonly neurons: number;
  /** Datapoints that are stored together (the positions of one image): blocks are multiples. */
  readonly unit: number;
  /** Rows `start` to `end`, of which `start` is a multiple of `unit`, and `end` too or the last. */
  read(start: number, end: number, options?: RowOptions): Promise<Matrix>;
  /** Whether all of it is in memory by now, so that reading it again costs next to nothing. */
  readonly inMemory?: () => boolean;
  /** What is stored, where that differs from what is read: errors count and name places in it. */
  readonly stored?: ArraySource;
}

/** Whether all of a layer is in memory by now. */
export function isInMemory({ inMemory }: Layer): boolean {
  return inMemory?.() ?? false;
}

/** A source whose rows are datapoints, each place in a row a neuron. */
export function flatLayer(source: ArraySource): Layer {
  const [datapoints = 0, ...rest] = source.shape;
  const neurons = rest.reduce((product, size) => product * size, 1);
  return {
    name: source.name,
    datapoints,
    neurons,
    unit: 1,
    async read(start, end, options) {
      const data = await source.read(start, end, options);
      return { data, rows: end - start, cols: neurons };
    },
  };
}
