export {
  type NamedArray,
  type OpenArray,
  type OpenFile,
  openArray,
  openFile,
} from "./open-file.js";
