import { availableParallelism } from "node:os";
import type { CompleteBackend } from "@svcca/linalg";
import { backendOn } from "../backend.js";
import { Engine } from "../engine/engine.js";
import { threadsOf, type WasmOptions } from "../options.js";
import { enableRelaxedSimd } from "./relaxed-simd.js";
import { startThread } from "./start-thread.js";

/**
 * The WebAssembly backend with threads in Node. They start with the first large call, and do not
 * keep the process alive; `dispose` ends them.
 *
 * @throws SvccaError `invalid-argument` for a number of threads that is no whole number from 1.
 */
export async function createWasmBackend(options: WasmOptions = {}): Promise<CompleteBackend> {
  const threads = threadsOf(options, availableParallelism());
  if (options.fused !== false) enableRelaxedSimd();
  return backendOn(await Engine.create({ threads, fused: options.fused ?? true, startThread }));
}
