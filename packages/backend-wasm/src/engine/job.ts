import type { JobName } from "./jobs.js";
import type { Kernels } from "./kernels.js";

/** What a share may need beside kernels. */
export interface Thread {
  /** 0 is the one that calls. */
  readonly number: number;
  readonly memory: WebAssembly.Memory;
  readonly jobs: Readonly<Record<JobName, Job>>;
}

/**
 * One share of a job that threads divide between them. A share touches no other share's results,
 * so these do not depend on which thread takes it, or on how many there are.
 */
export type Job = (
  kernels: Kernels,
  index: number,
  args: ArrayLike<number>,
  thread: Thread,
) => void;
