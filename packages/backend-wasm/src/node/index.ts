export { hasRelaxedSimd } from "../engine/kernels.js";
export type { WasmOptions } from "../options.js";
export { createWasmBackend } from "./create.js";
export { hasWide } from "./wide.js";
