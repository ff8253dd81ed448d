// TensorFlow.js on WebAssembly, from where @svcca/backend-tfjs has it installed.
import { createRequire } from "node:module";

const require = createRequire(new URL("../../packages/backend-tfjs/package.json", import.meta.url));
export const tf = require("@tensorflow/tfjs-core");
require("@tensorflow/tfjs-backend-wasm");
tf.enableProdMode();
await tf.setBackend("wasm");
