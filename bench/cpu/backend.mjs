// The backend that the name of a contender stands for.
import { createNativeBackend } from "@svcca/backend-native/node";
import { createWasmBackend } from "@svcca/backend-wasm/node";
import { referenceBackend } from "@svcca/linalg";

/** `native` and `webgpu` have WebAssembly on as many threads for what is not for them. */
export async function backendFor(name, threads, wide) {
  if (name === "reference") return referenceBackend;
  const wasm = await createWasmBackend({
    threads: Number(threads),
    wide: wide === "wide",
    precision: name === "float32" ? "float32" : "float64",
  });
  if (name === "native") return createNativeBackend({ host: wasm, threads: Number(threads) });
  if (name !== "webgpu") return wasm;
  const { createWebGpuBackend } = await import("@svcca/backend-tfjs/node");
  const adapter = process.env.SVCCA_ADAPTER;
  return createWebGpuBackend({ host: wasm, ...(adapter ? { adapter } : {}) });
}
