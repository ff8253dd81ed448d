export { type ByteSource, fromBytes } from "./bytes.js";
export { openNpy } from "./npy/open.js";
export { printable } from "./printable.js";
export { naturalOrder, parseTarget, type Target } from "./target.js";
