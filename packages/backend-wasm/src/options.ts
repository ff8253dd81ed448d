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
  /**
   * Of products of centred data: `float64` (default), or `float32`, which rounds the centred values
   * to float32, adds up 64 products in float32, and these sums in float64: twice as many products in
   * an instruction. The mean of SVCCA is then off by 1e-8 or so, single coefficients by up to 1e-6,
   * and small directions take a second reading. Decompositions, projections and everything by
   * frequency stay in float64.
   */
  readonly precision?: Precision;
  /**
   * Products in instructions of 256 bits on x64 processors, from Node 24 on: turns on V8's
   * `--experimental-wasm-revectorize` for the whole process. The same bits, in half of the time.
   * Default false, since that flag is experimental and reaches other WebAssembly of the process
   * too; `auto` turns it on in the versions that this package is tested with (Node 24 to 26) and not
   * in later ones. Without effect elsewhere.
   */
  readonly wide?: boolean | "auto";
}

/** See {@link WasmOptions}. */
export type Precision = "float64" | "float32";

/** @throws SvccaError `invalid-argument` for a precision that is none. */
export function precisionOf({ precision = "float64" }: WasmOptions): Precision {
  if (precision === "float64" || precision === "float32") return precision;
  throw new SvccaError(
    "invalid-argument",
    `createWasmBackend: precision ${JSON.stringify(precision)}; give "float64" or "float32"`,
    { received: precision },
  );
}

/** @throws SvccaError `invalid-argument` for what is neither true nor false nor `auto`. */
export function wideOf({ wide = false }: WasmOptions): boolean | "auto" {
  if (typeof wide === "boolean" || wide === "auto") return wide;
  throw new SvccaError(
    "invalid-argument",
    `createWasmBackend: wide ${JSON.stringify(wide)}; give true, false or "auto"`,
    { received: wide },
  );
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
