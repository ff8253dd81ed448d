import { SvccaError } from "@svcca/linalg";
import type { TfjsBackend } from "../device/tfjs.js";
import { type Adapter, openAdapter } from "./adapter.js";
import { openGpu } from "./open-gpu.js";
import { loadPackages } from "./packages.js";

/** What is used of `@tensorflow/tfjs-core` to give it a backend. */
interface Registry {
  findBackendFactory(name: string): object | null;
  registerBackend(name: string, factory: () => TfjsBackend): boolean;
}

/**
 * Gives tfjs its WebGPU backend in Node, where it registers none by itself: afterwards
 * `await tf.setBackend("webgpu")` starts it, and models train and predict on the GPU. Values can be
 * read asynchronously only (`await tensor.data()`). Moments and comparisons need none of this:
 * `createWebGpuBackend` is for them.
 *
 * @param options.adapter a part of the name of the adapter, as of `createWebGpuBackend`.
 * @returns which adapter it is.
 * @throws SvccaError `unsupported` when a package is missing or tfjs has such a backend already,
 *   `not-found` when there is no such adapter; both say what to do.
 */
export async function registerWebGpu(
  options: { readonly adapter?: string } = {},
): Promise<Adapter> {
  const packages = await loadPackages("registerWebGpu");
  const tf = packages.tf as typeof packages.tf & Registry;
  if (tf.findBackendFactory("webgpu")) {
    throw new SvccaError(
      "unsupported",
      'registerWebGpu: tfjs has a backend "webgpu" already; use it, or tf.removeBackend("webgpu") first',
      {},
    );
  }
  const { adapter, described } = await openAdapter(
    packages.create,
    options.adapter,
    "registerWebGpu",
  );
  const backend = await openGpu(packages, adapter);
  tf.registerBackend("webgpu", () => backend);
  return described;
}
