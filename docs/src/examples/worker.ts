// Runs an example, as it stands in the page. A worker of its own, which is ended when it is not
// wanted any more: a program can run for ever.
import { transform } from "sucrase";
import { layersFrom } from "./networks.js";

export interface Run {
  readonly code: string;
  /** The address of the folder with the example networks. */
  readonly networks: string;
}

export type Ran = { readonly shown: readonly unknown[] } | { readonly problem: string };

/** The part of a worker's global scope that is used. */
const scope = globalThis as unknown as {
  onmessage: (event: { data: Run }) => void;
  postMessage(message: Ran): void;
};

const modules: Record<string, () => Promise<object>> = {
  "@svcca/core": () => import("@svcca/core"),
  "@svcca/core/compat": () => import("@svcca/core/compat"),
  "@svcca/dft-preprocessing": () => import("@svcca/dft-preprocessing"),
  "@svcca/io": () => import("@svcca/io"),
  "@svcca/linalg": () => import("@svcca/linalg"),
  "@svcca/linalg/testing": () => import("@svcca/linalg/testing"),
  "@svcca/viz": () => import("@svcca/viz"),
  "@svcca/backend-wasm": () => import("@svcca/backend-wasm"),
};

// Set at once: what arrives before there is a listener is lost.
scope.onmessage = async ({ data }) => {
  try {
    scope.postMessage({ shown: await run(data) });
  } catch (error) {
    const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    scope.postMessage({ problem: message });
  }
};

async function run({ code, networks }: Run): Promise<unknown[]> {
  const { code: plain } = transform(code, { transforms: ["typescript", "imports"] });
  const loaded = new Map<string, object>([["./networks.js", { layerOf: layersFrom(networks) }]]);
  for (const [, name] of plain.matchAll(/require\(['"]([^'"]+)['"]\)/g)) {
    if (loaded.has(name!)) continue;
    const load = modules[name!];
    if (!load)
      throw new Error(`"${name}" is not here; there are ${Object.keys(modules).join(", ")}`);
    loaded.set(name!, await load());
  }
  const exports: { default?: unknown } = {};
  // Programs await at the top, as modules may; functions that are async may too.
  const AsyncFunction = (async () => {}).constructor as new (
    ...code: string[]
  ) => (...values: unknown[]) => Promise<void>;
  await new AsyncFunction("require", "exports", plain)((name: string) => loaded.get(name), exports);
  if (!Array.isArray(exports.default)) throw new Error("nothing to show; export default a list");
  return exports.default.map((one) => (typeof one === "string" ? one : JSON.stringify(one)));
}
