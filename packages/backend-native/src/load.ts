import { SvccaError } from "@svcca/linalg";

// Their types stay inside: a user without the package still compiles against this one.
type Runtime = typeof import("onnxruntime-node");

/**
 * onnxruntime-node, loaded when a backend is asked for and not before.
 *
 * @throws SvccaError `not-found` when it is not installed, `unsupported` when it does not load on this
 *   platform.
 */
export async function loadRuntime(): Promise<Runtime> {
  try {
    return await import("onnxruntime-node");
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    const missing = code === "ERR_MODULE_NOT_FOUND" && message.includes("onnxruntime-node'");
    throw new SvccaError(
      missing ? "not-found" : "unsupported",
      missing
        ? "createNativeBackend: the package onnxruntime-node is not installed; npm install --ignore-scripts onnxruntime-node@1.30.0 (its script only fetches a GPU library, which is not needed)"
        : `createNativeBackend: the package onnxruntime-node does not load here (${message.split("\n")[0]}); use another backend`,
      { package: "onnxruntime-node" },
      { cause },
    );
  }
}
