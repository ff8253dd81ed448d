import { availableParallelism } from "node:os";
import { type CompleteBackend, referenceBackend, withFallback } from "@svcca/linalg";
import { backendOn } from "./backend.js";
import { openGemm } from "./gemm.js";
import { assertOptions, type NativeOptions } from "./options.js";

const LEAST_FLOPS = 1e6;

/**
 * A backend whose products are native code, in float64: those of onnxruntime-node, which uses the
 * widest instructions of the processor, where WebAssembly has 128 bits. Everything else is the host's.
 *
 * Results have the same bits from run to run with the same number of threads on one machine; with
 * others, or on another processor, they may differ by rounding.
 *
 * @throws SvccaError `not-found` naming what to install where onnxruntime-node is missing,
 *   `unsupported` where it does not load; `invalid-argument` for numbers that cannot be.
 */
export async function createNativeBackend(options: NativeOptions = {}): Promise<CompleteBackend> {
  assertOptions(options);
  const { host, threads = availableParallelism(), leastFlops = LEAST_FLOPS } = options;
  const gemm = await openGemm(threads);
  return backendOn(gemm, withFallback(host ?? referenceBackend), leastFlops);
}
