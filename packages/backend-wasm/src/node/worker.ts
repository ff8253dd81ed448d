import { workerData } from "node:worker_threads";
import { Control } from "../engine/control.js";
import { instantiateKernels } from "../engine/kernels.js";

const { module, memory } = workerData as { module: WebAssembly.Module; memory: WebAssembly.Memory };
new Control(memory).serve(instantiateKernels(module, memory));
