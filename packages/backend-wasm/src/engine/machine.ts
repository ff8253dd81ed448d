import { Heap } from "./heap.js";
import type { Thread } from "./job.js";
import type { JobName } from "./jobs.js";
import type { Kernels } from "./kernels.js";

/** What algorithms work with: memory, kernels over it, and whoever shares their jobs. */
export interface Machine {
  readonly kernels: Kernels;
  readonly heap: Heap;
  /** Threads in all. */
  readonly threads: number;
  /** Products are tiled for instructions of 256 bits. */
  readonly wide: boolean;
  /** Runs the shares 0 to `count` of a job; other threads help where `flops` are worth waking them. */
  share(job: JobName, count: number, flops: number, ...args: number[]): void;
  /** A view of `length` float64 values; not to be held while memory may grow. */
  float64(at: number, length: number): Float64Array;
}

/**
 * A whole algorithm on the thread that runs one share of a job, in a region of memory that is its own:
 * many small problems are solved side by side.
 */
export class OneThread implements Machine {
  readonly heap: Heap;
  readonly threads = 1;

  constructor(
    readonly kernels: Kernels,
    private readonly thread: Thread,
    readonly wide: boolean,
    region: { readonly at: number; readonly bytes: number },
  ) {
    this.heap = new Heap(thread.memory, region.at, region.at + region.bytes);
  }

  share(job: JobName, count: number, _flops: number, ...args: number[]): void {
    const run = this.thread.jobs[job];
    for (let index = 0; index < count; index++) run(this.kernels, index, args, this.thread);
  }

  float64(at: number, length: number): Float64Array {
    return new Float64Array(this.thread.memory.buffer, at, length);
  }
}
