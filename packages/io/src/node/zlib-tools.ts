import { pipeline, Readable } from "node:stream";
import { crc32, createGunzip, createInflateRaw } from "node:zlib";
import type { ZipTools } from "../zip/tools.js";

/** By zlib. Errors reach whoever is reading; where nobody is any more, they end no process. */
export const zlibTools: ZipTools = {
  crc32,
  inflate(format, compressed) {
    const inflate = format === "gzip" ? createGunzip() : createInflateRaw();
    return pipeline(Readable.from(compressed), inflate, () => {}).on("error", () => {});
  },
};
