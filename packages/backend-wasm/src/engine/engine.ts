import { Breath } from "./breath.js";
import { Control, giveScratch, heapStart } from "./control.js";
import { Heap } from "./heap.js";
import type { Thread } from "./job.js";
import { type JobName, jobNames, jobs } from "./jobs.js";
import { compileKernels, hasRelaxedSimd, instantiateKernels, type Kernels } from "./kernels.js";
import type { Machine } from "./machine.js";
import { Turns } from "./turns.js";

/** Starts a thread that runs `serve` of the memory's {@link Control}; gives back how to end it. */
export type StartThread = (module: WebAssembly.Module, memory: WebAssembly.Memory) => () => void;

/** Work under this many flops takes 0.1 ms; a sleeping thread takes a third of that to wake up. */
const WORTH_A_THREAD = 3e6;

/** 4 GiB: all that 32-bit addresses reach. It is taken page by page, as needed. */
const MOST_PAGES = 65536;
const PAGE = 65536;

/** What an {@link Engine} is made of. */
export interface EngineOptions {
  readonly threads: number;
  /** Use relaxed SIMD where the engine has it. */
  readonly fused: boolean;
  /** The engine makes instructions of 256 bits out of pairs of 128. */
  readonly wide: boolean;
  readonly startThread: StartThread;
}

/** Memory, kernels over it, and the threads that share both. */
export class Engine implements Machine {
  readonly kernels: Kernels;
  readonly heap: Heap;
  readonly breath = new Breath();
  readonly turns = new Turns();
  private readonly control: Control | undefined;
  private readonly thread: Thread;
  private stops: (() => void)[] | undefined;

  private constructor(
    private readonly module: WebAssembly.Module,
    private readonly memory: WebAssembly.Memory,
    /** Threads in all, of which the caller's is one. */
    readonly threads: number,
    /** Products are tiled for instructions of 256 bits. */
    readonly wide: boolean,
    private readonly startThread: StartThread,
  ) {
    this.kernels = instantiateKernels(module, memory);
    giveScratch(this.kernels, 0);
    this.heap = new Heap(memory, heapStart(threads));
    this.thread = { number: 0, memory, jobs };
    this.control = threads > 1 ? new Control(memory) : undefined;
  }

  static async create({ threads, fused, wide, startThread }: EngineOptions): Promise<Engine> {
    const shared = threads > 1;
    const module = await compileKernels(fused && hasRelaxedSimd(), shared);
    const initial = Math.ceil(heapStart(threads) / PAGE);
    const memory = new WebAssembly.Memory({ initial, maximum: MOST_PAGES, shared });
    return new Engine(module, memory, threads, wide, startThread);
  }

  /**
   * Runs the shares 0 to `count` of a job; other threads help where `flops` are worth waking them.
   * They are started when first needed, and not waited for: until they run, this one does it all.
   */
  share(job: JobName, count: number, flops: number, ...args: number[]): void {
    if (this.control && count > 1 && flops > WORTH_A_THREAD) {
      this.stops ??= this.startThreads();
      this.control.run(this.kernels, jobNames.indexOf(job), count, args);
    } else {
      const run = jobs[job];
      for (let index = 0; index < count; index++) run(this.kernels, index, args, this.thread);
    }
  }

  private startThreads(): (() => void)[] {
    try {
      return Array.from({ length: this.threads - 1 }, () =>
        this.startThread(this.module, this.memory),
      );
    } catch {
      // Where a program may not start threads (Node's permissions, a page's policy), this one does
      // all of the work.
      return [];
    }
  }

  /** A view of `length` float64 values; not to be held while memory may grow. */
  float64(at: number, length: number): Float64Array {
    return new Float64Array(this.memory.buffer, at, length);
  }

  /** A view of `length` float32 values; not to be held while memory may grow. */
  float32(at: number, length: number): Float32Array {
    return new Float32Array(this.memory.buffer, at, length);
  }

  /** Ends the threads. What is still called afterwards runs on this thread. */
  dispose(): void {
    this.control?.stop();
    for (const stop of this.stops ?? []) stop();
    this.stops = [];
  }
}
