import { SvccaError } from "@svcca/linalg";
import type { Packages } from "./packages.js";
import type { Gpu, GpuAdapter } from "./webgpu.js";

/** Which adapter computes, for people and for a choice between backends. */
export interface Adapter {
  /** What its driver calls it. */
  readonly name: string;
  readonly vendor: string;
  readonly architecture: string;
  /** It computes on the processor: right, and slower than the WebAssembly backend. */
  readonly software: boolean;
}

/** Names of adapters on a processor, of Mesa, of Chromium and of Windows. */
const SOFTWARE = /swiftshader|llvmpipe|lavapipe|basic render/i;

const DRIVERS: Record<string, string> = {
  linux:
    "install Vulkan and a driver (on Debian: apt-get install libvulkan1, and the GPU's own or mesa-vulkan-drivers)",
  darwin: "it needs Metal",
  win32: "install the GPU's driver",
};

/**
 * Dawn's instances, by the adapter that they look for. They are held for good: a device whose instance
 * was collected crashes the process or hangs it.
 */
const instances = new Map<string | undefined, Gpu>();

/**
 * Asks for an adapter.
 *
 * @param wanted a part of its name; any without it.
 * @param where the function that errors name.
 * @throws SvccaError `not-found` when there is none, naming what to install or what there is.
 */
export async function openAdapter(
  create: Packages["create"],
  wanted: string | undefined,
  where: string,
): Promise<{ adapter: GpuAdapter; described: Adapter }> {
  const gpu = instances.get(wanted) ?? create(wanted === undefined ? [] : [`adapter=${wanted}`]);
  instances.set(wanted, gpu);
  const adapter = await request(gpu, wanted, where);
  if (!adapter) {
    throw new SvccaError(
      "not-found",
      `${where}: no GPU can be reached; ${DRIVERS[process.platform] ?? "WebGPU knows no such platform"}`,
      { platform: process.platform },
    );
  }
  return { adapter, described: describe(adapter.info) };
}

async function request(
  gpu: Gpu,
  wanted: string | undefined,
  where: string,
): Promise<GpuAdapter | null> {
  try {
    return await gpu.requestAdapter({ powerPreference: "high-performance" });
  } catch (cause) {
    const names = namesIn((cause as Error).message);
    throw new SvccaError(
      "not-found",
      `${where}: no adapter "${wanted}"; there are ${names.join(", ") || "none"}`,
      { received: wanted, adapters: names },
      { cause },
    );
  }
}

/** Dawn lists the adapters only where it says that one is not among them. */
function namesIn(message: string): string[] {
  return [...message.matchAll(/name: '([^']*)'/g)].map(([, name]) => name!);
}

function describe(info: GpuAdapter["info"]): Adapter {
  const { vendor, architecture, device, description, isFallbackAdapter = false } = info;
  const name = description || device || vendor;
  const software = isFallbackAdapter || SOFTWARE.test(`${name} ${device} ${architecture}`);
  return { name, vendor, architecture, software };
}
