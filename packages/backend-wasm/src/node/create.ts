import { availableParallelism } from "node:os";
import type { ComplexBackend } from "@svcca/linalg";
import { backendOn } from "../backend.js";
import { Engine } from "../engine/engine.js";
import { precisionOf, threadsOf, type WasmOptions, wideOf } from "../options.js";
import { enableRelaxedSimd } from "./relaxed-simd.js";
import { startThread } from "./start-thread.js";
import { enableWide } from "./wide.js";

/**
 * The WebAssembly backend with threads in Node. They start with the first large call, and do not
 * keep the process alive; `dispose` ends them.
 *
 * @throws SvccaError `invalid-argument` for a number of threads that is no whole number from 1, or
 *   for a precision or a `wide` that is none.
 */
export async function createWasmBackend(options: WasmOptions = {}): Promise<ComplexBackend> {
  const precision = precisionOf(options);
  const threads = threadsOf(options, availableParallelism());
  if (options.fused !== false) enableRelaxedSimd();
  const fused = options.fused ?? true;
  const engine = await Engine.create({
    threads,
    fused,
    wide: enableWide(wideOf(options)),
    startThread,
  });
  return backendOn(engine, precision);
}
