import type { ComplexBackend } from "@svcca/linalg";
import { backendOn } from "../backend.js";
import { Device } from "../device/device.js";
import { leastFlopsOf, type TfjsOptions } from "../options.js";
import { type Adapter, openAdapter } from "./adapter.js";
import { openGpu } from "./open-gpu.js";
import { loadPackages } from "./packages.js";

/** Options of {@link createWebGpuBackend}. */
export interface WebGpuOptions extends TfjsOptions {
  /** A part of the name of the adapter to use, upper and lower case apart. Default: the fastest. */
  readonly adapter?: string;
}

/** A backend on a GPU, and which one it is. */
export interface WebGpuBackend extends ComplexBackend {
  readonly adapter: Adapter;
}

/**
 * A backend on a GPU in Node, by the packages `webgpu` (Dawn), `@tensorflow/tfjs-core` and
 * `@tensorflow/tfjs-backend-webgpu`, which are installed beside this one. It has a device of its own;
 * `dispose` gives it back, and a process ends without it too.
 *
 * WebGPU's constants (`GPUBufferUsage` and the like) become global, as they are in a page; tfjs'
 * current backend stays what it is.
 *
 * @throws SvccaError `unsupported` when a package is missing, `not-found` when there is no such
 *   adapter; both say what to install. Calls reject with `device-lost` once it
 *   is, and with `device-refused` for want of memory; `failover` goes on elsewhere then.
 */
export async function createWebGpuBackend({
  adapter: wanted,
  ...options
}: WebGpuOptions = {}): Promise<WebGpuBackend> {
  leastFlopsOf(options);
  const { tf, create, WebGPUBackend } = await loadPackages("createWebGpuBackend");
  const { adapter, described } = await openAdapter(create, wanted, "createWebGpuBackend");
  const own = await openGpu({ WebGPUBackend }, adapter);
  const backend = backendOn(new Device(tf, "webgpu", own, true), options);
  return { ...backend, adapter: described };
}
