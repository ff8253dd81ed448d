import type { Thread } from "./job.js";
import { jobNames, jobs } from "./jobs.js";
import type { Kernels } from "./kernels.js";

/** Places in the first bytes of the shared memory, as 32-bit integers. */
const SEQUENCE = 0;
const OPEN = 1;
const NEXT = 2;
const COUNT = 3;
const ACTIVE = 4;
const FAILED = 5;
const STOPPED = 6;
const JOB = 7;
const ARGUMENTS = 8;
const THREADS = 9;
/** The arguments, as float64, begin here; at most 24 of them. */
const ARGUMENTS_AT = 64;

/** Scratch of each thread begins here, and the heap after it. */
const SCRATCH_AT = 1024;
const SCRATCH_BYTES = 256;

/** Where memory begins that is nobody's, with so many threads. */
export function heapStart(threads: number): number {
  return SCRATCH_AT + threads * SCRATCH_BYTES;
}

/** Gives a thread its number and its scratch: the one that calls is number 0. */
export function giveScratch(kernels: Kernels, thread: number): void {
  kernels.useThread(thread);
  kernels.useScratch(SCRATCH_AT + thread * SCRATCH_BYTES);
}

/** Looks at the shared memory before a thread goes to sleep: about 20 microseconds. */
const SPINS = 4000;

/**
 * How threads share a job. The caller opens it, takes shares like all others, and closes it once
 * none is left; then it waits until no thread is inside. A thread that wakes up late finds the job
 * closed, or the next one open, and both are fine: nobody waits for a thread to come.
 */
export class Control {
  private readonly words: Int32Array;
  private readonly args: Float64Array;

  constructor(private readonly memory: WebAssembly.Memory) {
    this.words = new Int32Array(memory.buffer, 0, 16);
    this.args = new Float64Array(memory.buffer, ARGUMENTS_AT, 24);
  }

  /** Runs all shares of a job, on this thread and on those that wait in {@link serve}. */
  run(kernels: Kernels, job: number, count: number, args: readonly number[]): void {
    const { words } = this;
    this.args.set(args);
    words[ARGUMENTS] = args.length;
    words[JOB] = job;
    words[COUNT] = count;
    Atomics.store(words, NEXT, 0);
    Atomics.store(words, OPEN, 1);
    Atomics.add(words, SEQUENCE, 1);
    Atomics.notify(words, SEQUENCE);
    try {
      this.takeShares(kernels, 0);
    } finally {
      Atomics.store(words, OPEN, 0);
      this.waitUntilAlone();
    }
    if (Atomics.exchange(words, FAILED, 0)) throw new Error("wasm: a kernel failed on a thread");
  }

  /** The life of a thread: takes shares of each job until {@link stop}. */
  serve(kernels: Kernels): void {
    const { words } = this;
    const number = 1 + Atomics.add(words, THREADS, 1);
    giveScratch(kernels, number);
    while (!Atomics.load(words, STOPPED)) {
      const seen = Atomics.load(words, SEQUENCE);
      // Who comes when all shares are taken had better not be waited for.
      if (Atomics.load(words, NEXT) < Atomics.load(words, COUNT)) this.join(kernels, number);
      for (let i = 0; i < SPINS && Atomics.load(words, SEQUENCE) === seen; i++);
      Atomics.wait(words, SEQUENCE, seen);
    }
  }

  private join(kernels: Kernels, number: number): void {
    const { words } = this;
    Atomics.add(words, ACTIVE, 1);
    try {
      if (Atomics.load(words, OPEN)) this.takeShares(kernels, number);
    } catch {
      Atomics.store(words, FAILED, 1);
    }
    if (Atomics.sub(words, ACTIVE, 1) === 1) Atomics.notify(words, ACTIVE);
  }

  /** Ends all threads that are in {@link serve}, now or later. */
  stop(): void {
    Atomics.store(this.words, STOPPED, 1);
    Atomics.add(this.words, SEQUENCE, 1);
    Atomics.notify(this.words, SEQUENCE);
  }

  private takeShares(kernels: Kernels, number: number): void {
    const { words } = this;
    const run = jobs[jobNames[words[JOB]!]!];
    const count = words[COUNT]!;
    const args = this.args.slice(0, words[ARGUMENTS]!);
    const thread: Thread = { number, memory: this.memory, jobs };
    for (;;) {
      const index = Atomics.add(words, NEXT, 1);
      if (index >= count) return;
      run(kernels, index, args, thread);
    }
  }

  private waitUntilAlone(): void {
    const { words } = this;
    for (let spins = 0; ; spins++) {
      const active = Atomics.load(words, ACTIVE);
      if (active === 0) return;
      if (spins > SPINS) sleepOn(words, ACTIVE, active);
    }
  }
}

/** Sleeps until the word changes. A page's main thread may not sleep, and goes on looking. */
function sleepOn(words: Int32Array, at: number, value: number): void {
  try {
    Atomics.wait(words, at, value);
  } catch {
    // Not allowed here: the caller looks again.
  }
}
