import { SvccaError } from "@svcca/linalg";

/** Options of `createWasmBackend`. */
export interface WasmOptions {
  /**
   * Threads that share the work, the caller's among them; results are the same for any number.
   * Default: as many as there are processors, at most 8, since each takes memory of its own. Where
   * memory cannot be shared (a page that is not cross-origin isolated) it is always 1.
   */
  readonly threads?: number;
  /**
   * Multiply and add with one rounding where the engine can (relaxed SIMD), which is faster. Default
   * true; with false no rounding depends on the processor.
   */
  readonly fused?: boolean;
}

/** More would need more memory than they save time. */
const MOST_DEFAULT_THREADS = 8;

/** @throws SvccaError `invalid-argument` for a number of threads that is no whole number from 1. */
export function threadsOf({ threads }: WasmOptions, processors: number): number {
  if (threads === undefined) return Math.max(1, Math.min(processors, MOST_DEFAULT_THREADS));
  if (!Number.isSafeInteger(threads) || threads < 1) {
    throw new SvccaError(
      "invalid-argument",
      `createWasmBackend: threads ${threads}; give a whole number from 1`,
      { received: threads },
    );
  }
  return threads;
}
