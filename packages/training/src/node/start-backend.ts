import { loadTensorFlow, registerWebGpu } from "@svcca/backend-tfjs/node";
import { SvccaError } from "@svcca/linalg";
import * as tf from "@tensorflow/tfjs-core";
import { registerConvGradients } from "../backend/register-gradients.js";

/** Where tfjs is to compute; the names are those of tfjs. */
export type TfjsBackend = "auto" | "tensorflow" | "wasm" | "webgpu";

const BACKENDS: readonly TfjsBackend[] = ["auto", "tensorflow", "wasm", "webgpu"];

/** Options of {@link startTfjs}. */
export interface StartTfjsOptions {
  /** `"webgpu"`: a part of the name of the adapter. Default: the fastest. */
  readonly adapter?: string;
}

/**
 * Starts a backend of tfjs that trains in Node:
 *
 * - `"tensorflow"`: TensorFlow itself, by `@tensorflow/tfjs-node-gpu` or `@tensorflow/tfjs-node`,
 *   whichever is installed. Neither is a dependency, since they download themselves from elsewhere.
 * - `"wasm"`: WebAssembly, with the gradients of `registerConvGradients`.
 * - `"webgpu"`: a GPU, by the packages that `registerWebGpu` of `@svcca/backend-tfjs/node` names. A
 *   device that is lost while training ends it with an error of tfjs.
 * - `"auto"` (default): TensorFlow where it is installed and loads, else WebAssembly. Never WebGPU,
 *   which has not been measured on a real GPU; nets as small as those of the paper's experiments may
 *   take longer there than their steps are worth.
 *
 * @returns the name of the backend of tfjs.
 * @throws SvccaError `not-found` when what was asked for is not installed or there is no GPU,
 *   `unsupported` when it does not start, `invalid-argument` for an adapter of another backend,
 *   another adapter than that of an earlier start, or a name that is none of these.
 */
export async function startTfjs(
  wanted: TfjsBackend = "auto",
  { adapter }: StartTfjsOptions = {},
): Promise<Exclude<TfjsBackend, "auto">> {
  if (!BACKENDS.includes(wanted)) {
    throw new SvccaError(
      "invalid-argument",
      `startTfjs: backend ${JSON.stringify(wanted)}; give one of ${BACKENDS.join(", ")}`,
      { received: wanted, expected: BACKENDS },
    );
  }
  if (adapter !== undefined && wanted !== "webgpu") {
    throw new SvccaError(
      "invalid-argument",
      `startTfjs: adapter ${adapter} with the backend ${wanted}; only webgpu has adapters`,
      { adapter, backend: wanted },
    );
  }
  // tfjs greets on the console unless it is told that this is production.
  tf.enableProdMode();
  if (wanted === "webgpu") {
    await registerOnce(adapter);
    return start("webgpu");
  }
  if (wanted === "tensorflow") {
    await loadTensorFlow();
    return start("tensorflow");
  }
  if (wanted === "auto" && (await hasTensorFlow())) return start("tensorflow");
  await loadWasm();
  registerConvGradients();
  return start("wasm");
}

/** The adapter that was asked for at the first start: tfjs has one WebGPU backend, with its tensors. */
let adapterInUse: string | undefined;

async function registerOnce(adapter: string | undefined): Promise<void> {
  if (!tf.findBackendFactory("webgpu")) {
    await registerWebGpu(adapter ? { adapter } : {});
    adapterInUse = adapter;
  } else if (adapter !== undefined && adapter !== adapterInUse) {
    throw new SvccaError(
      "invalid-argument",
      `startTfjs: adapter ${adapter}, but tfjs has a backend "webgpu" already, on ${adapterInUse ?? "the adapter it was first started on"}; leave the adapter out, or tf.removeBackend("webgpu") first`,
      { adapter, inUse: adapterInUse },
    );
  }
}

/** Whether TensorFlow is here and loads; with an installation that does not, training goes on without. */
async function hasTensorFlow(): Promise<boolean> {
  return loadTensorFlow().then(
    () => true,
    () => false,
  );
}

async function loadWasm(): Promise<void> {
  const name = "@tensorflow/tfjs-backend-wasm";
  try {
    await import("@tensorflow/tfjs-backend-wasm");
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== "ERR_MODULE_NOT_FOUND") throw cause;
    throw new SvccaError(
      "not-found",
      `${name} is not installed; run npm install ${name}@4.22.0`,
      { name },
      { cause },
    );
  }
}

async function start<Name extends string>(name: Name): Promise<Name> {
  // A backend that does not start is replaced in silence by another, which may be the slow one.
  if ((await tf.setBackend(name)) && tf.getBackend() === name) return name;
  throw new SvccaError(
    "unsupported",
    `the ${name} backend of tfjs does not start on this machine (Node ${process.versions.node})`,
    { backend: name },
  );
}
