import { pipeline, Readable } from "node:stream";
import { createGunzip, createInflateRaw } from "node:zlib";
import type { Inflate } from "../zip/inflate.js";

/** By zlib. Errors reach whoever is reading; where nobody is any more, they end no process. */
export const inflateByZlib: Inflate = (format, compressed) => {
  const inflate = format === "gzip" ? createGunzip() : createInflateRaw();
  return pipeline(Readable.from(compressed), inflate, () => {}).on("error", () => {});
};
