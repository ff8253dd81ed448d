import { SvccaError } from "@svcca/linalg";
import type { Tfjs, TfjsBackend } from "../device/tfjs.js";
import type { Gpu } from "./webgpu.js";

/** What the user installs beside this package: a GPU is not everybody's. */
const INSTALL =
  "npm install webgpu@0.6.2 @tensorflow/tfjs-core@4.22.0 @tensorflow/tfjs-backend-webgpu@4.22.0";

/** The packages that WebGPU in Node needs. */
export interface Packages {
  readonly tf: Tfjs;
  readonly WebGPUBackend: new (device: object, info: object) => TfjsBackend;
  readonly create: (flags: string[]) => Gpu;
}

/**
 * Loads them, none of them before it is asked for.
 *
 * @param where the function that errors name.
 * @throws SvccaError `unsupported` naming what to install.
 */
export async function loadPackages(where: string): Promise<Packages> {
  const load = loaderFor(where);
  const dawn = await load("webgpu", () => import("webgpu"));
  // Kernels refer to WebGPU's classes and flags as a page has them; tfjs asks for nothing else.
  for (const [name, value] of Object.entries(dawn.globals)) {
    if (!(name in globalThis)) Object.defineProperty(globalThis, name, { value });
  }
  const tf = await load("@tensorflow/tfjs-core", () => import("@tensorflow/tfjs-core"));
  const backend = await load(
    "@tensorflow/tfjs-backend-webgpu",
    () => import("@tensorflow/tfjs-backend-webgpu"),
  );
  return { tf, create: dawn.create as never, WebGPUBackend: backend.WebGPUBackend as never };
}

function loaderFor(where: string) {
  return async <T>(name: string, load: () => Promise<T>): Promise<T> => {
    try {
      return await load();
    } catch (cause) {
      const { code, message } = cause as NodeJS.ErrnoException;
      const missing = code === "ERR_MODULE_NOT_FOUND" || code === "MODULE_NOT_FOUND";
      const [first] = message.split("\n");
      throw new SvccaError(
        "unsupported",
        missing
          ? `${where}: the package ${name} is not installed; ${INSTALL}`
          : `${where}: the package ${name} does not load here (${first}); see its list of platforms`,
        { package: name },
        { cause },
      );
    }
  };
}
