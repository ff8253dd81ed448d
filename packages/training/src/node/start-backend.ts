import { SvccaError } from "@svcca/linalg";
import * as tf from "@tensorflow/tfjs-core";
import { registerConvGradients } from "../backend/register-gradients.js";

/** Where tfjs is to compute. */
export type TfjsBackend = "auto" | "node" | "wasm";

/** A name that the compiler does not look for: the package need not be there. */
const TFJS_NODE: string = "@tensorflow/tfjs-node";

/**
 * Starts the fastest backend of tfjs that trains in Node: TensorFlow itself where
 * `@tensorflow/tfjs-node` is installed (it is not a dependency, since it downloads itself from
 * elsewhere), else WebAssembly with the gradients of `registerConvGradients`.
 *
 * @param wanted `"auto"` (default), or one of them.
 * @returns the name of the backend of tfjs: `"tensorflow"` or `"wasm"`.
 * @throws SvccaError `not-found` when the backend that was asked for is not installed,
 *   `unsupported` when it does not start.
 */
export async function startTfjs(wanted: TfjsBackend = "auto"): Promise<string> {
  // tfjs greets on the console unless it is told that this is production.
  tf.enableProdMode();
  if (wanted !== "wasm" && (await isThere(TFJS_NODE))) return start("tensorflow");
  if (wanted === "node") throw missing(TFJS_NODE);
  if (!(await isThere("@tensorflow/tfjs-backend-wasm"))) {
    throw missing("@tensorflow/tfjs-backend-wasm@4.22.0");
  }
  registerConvGradients();
  return start("wasm");
}

async function isThere(name: string): Promise<boolean> {
  try {
    await import(name);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ERR_MODULE_NOT_FOUND") return false;
    throw error;
  }
}

function missing(name: string): SvccaError {
  return new SvccaError("not-found", `${name} is not installed; run npm install ${name}`, { name });
}

async function start(name: string): Promise<string> {
  // A backend that does not start is replaced in silence by another, which may be the slow one.
  if ((await tf.setBackend(name)) && tf.getBackend() === name) return name;
  throw new SvccaError(
    "unsupported",
    `the ${name} backend of tfjs does not start on this machine (Node ${process.versions.node})`,
    { backend: name },
  );
}
