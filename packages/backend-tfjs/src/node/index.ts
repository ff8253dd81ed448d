export type { TfjsOptions } from "../options.js";
export type { Adapter } from "./adapter.js";
export { createWebGpuBackend, type WebGpuBackend, type WebGpuOptions } from "./create.js";
export { registerWebGpu } from "./register.js";
export { loadTensorFlow } from "./tensorflow.js";
