import { createWasmBackend } from "@svcca/backend-wasm";
import { type Backend, referenceBackend } from "@svcca/linalg";
import type { Settings } from "../settings.js";

const started = new Map<Settings["device"], Promise<Backend>>();

/**
 * What computes: WebAssembly, on threads where the page is isolated, and plain JavaScript where there
 * is no SIMD; or the graphics card, with the former for decompositions and small products.
 *
 * @throws SvccaError where WebGPU does not start.
 */
export function theBackend(device: Settings["device"]): Promise<Backend> {
  const known = started.get(device);
  if (known) return known;
  const made = device === "gpu" ? gpuBackend() : createWasmBackend().catch(() => referenceBackend);
  started.set(device, made);
  // One that did not start may do so later; one that was lost never does again.
  made.catch(() => started.delete(device));
  return made;
}

/** Lets go of a graphics card that was lost, so that the next question finds it anew. */
export function forgetGpu(): void {
  started.delete("gpu");
}

/** tfjs and its WebGPU backend are over a megabyte, which is fetched when they are asked for. */
async function gpuBackend(): Promise<Backend> {
  const host = await theBackend("cpu");
  const [tf, { createTfjsBackend }] = await Promise.all([
    import("@tensorflow/tfjs-core"),
    import("@svcca/backend-tfjs"),
    import("@tensorflow/tfjs-backend-webgpu"),
  ]);
  // tfjs greets on the console unless it is told that this is production.
  tf.enableProdMode();
  return createTfjsBackend(tf, { backend: "webgpu", host });
}
