export type { ArrayList, NamedArray } from "../array-list.js";
export type { FileSource } from "../source.js";
export { type OpenArray, type OpenFile, openArray, openFile } from "./open-file.js";
