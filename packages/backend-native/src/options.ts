import { type Backend, SvccaError } from "@svcca/linalg";

/** Options of `createNativeBackend`. */
export interface NativeOptions {
  /**
   * Who does the decompositions, and the products that are too small to be worth a call:
   * `@svcca/backend-wasm`, as a rule. It is not disposed of with this one. Default: the reference
   * backend, whose decompositions are slow.
   */
  readonly host?: Backend;
  /** Threads of a product. Default: as many as there are processors. */
  readonly threads?: number;
  /**
   * Products of fewer floating point operations are the host's. Default 1e6: a call costs .05 to .1 ms,
   * in which a processor does about so many. So are those in which a value is used fewer
   * than 64 times, or 100 in the moments of blocks (layers of 64 neurons, say), whose copies would take longer than they save. With 0 all
   * products are native.
   */
  readonly leastFlops?: number;
}

/** @throws SvccaError `invalid-argument` for numbers that cannot be. */
export function assertOptions({ threads, leastFlops }: NativeOptions): void {
  const refuse = (name: string, received: number, wanted: string) => {
    throw new SvccaError(
      "invalid-argument",
      `createNativeBackend: ${name} ${received}; give ${wanted}`,
      { received },
    );
  };
  if (threads !== undefined && !(Number.isSafeInteger(threads) && threads >= 1)) {
    refuse("threads", threads, "a whole number from 1");
  }
  if (leastFlops !== undefined && !(leastFlops >= 0)) {
    refuse("leastFlops", leastFlops, "a number from 0");
  }
}
