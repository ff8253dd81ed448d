import type { GpuDevice, TfjsBackend } from "../device/tfjs.js";
import type { Packages } from "./packages.js";
import type { GpuAdapter } from "./webgpu.js";

/** Limits that a device has only when it asks for them; kernels of tfjs make use of all. */
const LIMITS = [
  "maxBufferSize",
  "maxComputeInvocationsPerWorkgroup",
  "maxComputeWorkgroupSizeX",
  "maxComputeWorkgroupStorageSize",
  "maxComputeWorkgroupsPerDimension",
  "maxStorageBufferBindingSize",
];

/** tfjs' backend on a device of its own, which nobody else has. */
export async function openGpu(
  { WebGPUBackend }: Pick<Packages, "WebGPUBackend">,
  adapter: GpuAdapter,
): Promise<TfjsBackend> {
  const device = await adapter.requestDevice({
    requiredLimits: Object.fromEntries(LIMITS.map((name) => [name, adapter.limits[name]!])),
  });
  return construct(WebGPUBackend, device, adapter.info);
}

/** tfjs looks for WebGPU where a page has it, and only while this constructor runs. */
function construct(
  WebGPUBackend: Packages["WebGPUBackend"],
  device: GpuDevice,
  info: GpuAdapter["info"],
) {
  const before = Object.getOwnPropertyDescriptor(globalThis, "navigator");
  Object.defineProperty(globalThis, "navigator", { value: { gpu: true }, configurable: true });
  try {
    return new WebGPUBackend(device, info);
  } finally {
    if (before) Object.defineProperty(globalThis, "navigator", before);
    else Reflect.deleteProperty(globalThis, "navigator");
  }
}
