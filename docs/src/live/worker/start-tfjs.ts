import { registerConvGradients } from "@svcca/training";
import { setWasmPaths } from "@tensorflow/tfjs-backend-wasm";
import plain from "@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url";
import simd from "@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url";
import * as tf from "@tensorflow/tfjs-core";

/**
 * Starts tfjs on WebAssembly, on this thread alone: steps on 50 small images are too short to be
 * shared among threads, and a run is then the same to the last bit wherever it is made.
 *
 * @throws Error with one line where there is no WebAssembly.
 */
export async function startTfjs(): Promise<void> {
  // tfjs greets on the console unless it is told that this is production.
  tf.enableProdMode();
  tf.env().set("WASM_HAS_MULTITHREAD_SUPPORT", false);
  setWasmPaths(
    {
      "tfjs-backend-wasm.wasm": plain,
      "tfjs-backend-wasm-simd.wasm": simd,
      // A path has to be given, and is not used without threads.
      "tfjs-backend-wasm-threaded-simd.wasm": simd,
    },
    // Without streaming, which complains on the console about hosts that do not know .wasm files.
    true,
  );
  registerConvGradients();
  if ((await tf.setBackend("wasm")) && tf.getBackend() === "wasm") return;
  throw new Error("The WebAssembly backend of tfjs does not start in this browser; try another");
}
