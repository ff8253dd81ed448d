import { type Backend, SvccaError } from "@svcca/linalg";

/** Options of every backend here. */
export interface TfjsOptions {
  /**
   * The backend of decompositions, and of products that are too small for a device; it is not disposed
   * of. Default: the reference backend, which is slow at decompositions: give the WebAssembly one.
   */
  readonly host?: Backend;
  /**
   * Floating point operations of the smallest product that is worth the device. Default 2 ** 24, which
   * a processor does in about the time that a device takes to answer; 0 sends it every product.
   */
  readonly leastFlops?: number;
}

const DEFAULT_LEAST_FLOPS = 2 ** 24;

/** @throws SvccaError `invalid-argument` for a number of operations that is none. */
export function leastFlopsOf({ leastFlops = DEFAULT_LEAST_FLOPS }: TfjsOptions): number {
  if (leastFlops >= 0) return leastFlops;
  throw new SvccaError(
    "invalid-argument",
    `createTfjsBackend: leastFlops ${leastFlops}; give a number from 0`,
    { received: leastFlops },
  );
}
