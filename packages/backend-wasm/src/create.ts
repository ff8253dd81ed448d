import type { ComplexBackend } from "@svcca/linalg";
import { backendOn } from "./backend.js";
import { startThread } from "./browser/start-thread.js";
import { Engine } from "./engine/engine.js";
import { precisionOf, threadsOf, type WasmOptions } from "./options.js";

/**
 * The WebAssembly backend, with threads in pages that are cross-origin isolated, and on the
 * calling thread everywhere else; `@svcca/backend-wasm/node` has threads in Node. They start with
 * the first large call; `dispose` ends them.
 *
 * @throws SvccaError `invalid-argument` for a number of threads that is no whole number from 1, or
 *   for a precision that is none.
 */
export async function createWasmBackend(options: WasmOptions = {}): Promise<ComplexBackend> {
  const precision = precisionOf(options);
  const isolated = globalThis.crossOriginIsolated === true && typeof Worker === "function";
  const wanted = threadsOf(options, isolated ? navigator.hardwareConcurrency : 1);
  const threads = isolated ? wanted : 1;
  const fused = options.fused ?? true;
  const engine = await Engine.create({ threads, fused, wide: false, startThread });
  return backendOn(engine, precision);
}
