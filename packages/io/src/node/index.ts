export type { ArrayList, NamedArray } from "../array-list.js";
export type { FileSource } from "../source.js";
export { WRITE_DTYPES, type WriteDtype } from "../values/encode.js";
export { filesOf } from "./files-of.js";
export { openNetwork } from "./network.js";
export { openArray } from "./open-array.js";
export { type OpenFile, openFile } from "./open-file.js";
export type { OpenArray } from "./open-target.js";
export { readIds } from "./read-ids.js";
export {
  type ArrayToWrite,
  WRITE_ENDINGS,
  type WriteOptions,
  writeArrays,
} from "./write/arrays.js";
