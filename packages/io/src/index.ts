export { type ByteSource, fromBytes } from "./bytes.js";
export { concatRows } from "./concat.js";
export { type ArrayValues, encodeNpy } from "./npy/encode.js";
export { openNpy } from "./npy/open.js";
export { encodeNpz } from "./npz/encode.js";
export { printable } from "./printable.js";
export type { FileSource } from "./source.js";
export { naturalOrder, parseTarget, type Target } from "./target.js";
