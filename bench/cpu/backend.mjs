// The backend that the name of a contender stands for.
import { createWasmBackend } from "@svcca/backend-wasm/node";
import { referenceBackend } from "@svcca/linalg";

/** `webgpu` has WebAssembly on as many threads for what is not for a GPU. */
export async function backendFor(name, threads, wide) {
  if (name === "reference") return referenceBackend;
  const wasm = await createWasmBackend({
    threads: Number(threads),
    wide: wide === "wide",
    precision: name === "float32" ? "float32" : "float64",
  });
  if (name !== "webgpu") return wasm;
  const { createWebGpuBackend } = await import("@svcca/backend-tfjs/node");
  const adapter = process.env.SVCCA_ADAPTER;
  return createWebGpuBackend({ host: wasm, ...(adapter ? { adapter } : {}) });
}
