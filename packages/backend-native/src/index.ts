export { createNativeBackend } from "./create.js";
export type { NativeOptions } from "./options.js";
