export type { WasmOptions } from "../options.js";
export { createWasmBackend } from "./create.js";
