import { existsSync } from "node:fs";
import { createWebGpuBackend } from "@svcca/backend-tfjs/node";

/** The software Vulkan driver that comes with Debian's chromium. */
const driver = "/usr/lib/chromium/vk_swiftshader_icd.json";

if (existsSync(driver)) process.env.VK_ICD_FILENAMES ??= driver;

/** Why WebGPU does not run in Node here; undefined when it does. */
export const missing: string | undefined = await createWebGpuBackend().then(
  async (backend) => {
    await backend.dispose?.();
    return undefined;
  },
  (error: Error) => error.message,
);
