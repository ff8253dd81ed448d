import { createWasmBackend } from "@svcca/backend-wasm";
import { type Backend, referenceBackend } from "@svcca/linalg";

let backend: Promise<Backend> | undefined;

/** WebAssembly, on threads where the page is isolated; plain JavaScript where there is no SIMD. */
export function theBackend(): Promise<Backend> {
  backend ??= createWasmBackend().catch(() => referenceBackend);
  return backend;
}
