// In the place of @tensorflow/tfjs-node, whose binary is downloaded when it is installed: it registers
// the backend "tensorflow" and makes it current, and its kernels give tensors that the engine counts,
// as the package does (4.22.0). What computes is the cpu backend. STAND_IN=broken: its binary is not
// there, and it throws what the package throws then.

import { MathBackendCPU } from "@tensorflow/tfjs-backend-cpu";
import * as tf from "@tensorflow/tfjs-core";

if (process.env.STAND_IN === "broken") {
  throw new Error(
    "The Node.js native addon module (tfjs_binding.node) can not be found at path: /x.\nPlease run ...",
  );
}

// The greeting of the cpu backend is none of the package's.
tf.enableProdMode();
const NAME = "tensorflow";
const counted = (info) => tf.engine().makeTensorFromTensorInfo(info);
for (const config of tf.getKernelsForBackend("cpu")) {
  tf.registerKernel({
    ...config,
    backendName: NAME,
    kernelFunc(call) {
      const made = config.kernelFunc(call);
      return Array.isArray(made) ? made.map(counted) : counted(made);
    },
  });
}
tf.registerBackend(NAME, () => new MathBackendCPU(), 3);
if (!tf.setBackend(NAME)) throw new Error("Could not initialize TensorFlow backend.");
