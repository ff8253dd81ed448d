import type { Kernels } from "./kernels.js";

/**
 * One share of a job that threads divide between them. A share touches no other share's results,
 * so these do not depend on which thread takes it, or on how many there are.
 */
export type Job = (kernels: Kernels, index: number, args: ArrayLike<number>) => void;
