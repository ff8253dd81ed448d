import type { ComplexBackend } from "@svcca/linalg";
import { backendOn } from "./backend.js";
import { openDevice } from "./device/open.js";
import type { Tfjs } from "./device/tfjs.js";
import type { TfjsOptions } from "./options.js";

/** Options of {@link createTfjsBackend}. */
export interface TfjsBackendOptions extends TfjsOptions {
  /**
   * The backend of tfjs, by its name there. Default: the first of webgpu, webgl, tensorflow (tfjs-node),
   * wasm and cpu that is registered and starts; fastest first.
   */
  readonly backend?: string;
}

/**
 * A backend on one of those of TensorFlow.js. Values are centred and scaled in float64, multiplied in
 * float32 on the device, and added up in float64; decompositions are the host's.
 *
 * Nothing of `tf` is changed: its current backend stays what it is, and no tensor appears in its
 * `memory()`. Several of these may be used at once, on the same backend of tfjs too.
 *
 * @param tf `@tensorflow/tfjs-core` (or all of `@tensorflow/tfjs`), with the packages of the
 *   backends imported. wasm must have been started by `await tf.setBackend("wasm")` once.
 * @throws SvccaError `not-found` where no such backend is registered, `unsupported` where it does not
 *   start or computes in 16 bits, `invalid-argument`. Calls reject with `device-lost` once
 *   it is, and with `device-refused` for want of memory; `failover` goes on elsewhere then.
 */
export async function createTfjsBackend(
  tf: Tfjs,
  { backend, ...options }: TfjsBackendOptions = {},
): Promise<ComplexBackend> {
  return backendOn(await openDevice(tf, backend), options);
}
