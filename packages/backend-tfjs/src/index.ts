export { createTfjsBackend, type TfjsBackendOptions } from "./create.js";
export type { Tfjs } from "./device/tfjs.js";
export { failover } from "./failover.js";
export type { TfjsOptions } from "./options.js";
