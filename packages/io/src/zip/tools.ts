import { type Crc32, crc32InTables } from "./crc32.js";
import { type Inflate, inflateByPlatform } from "./inflate.js";

/** What reading zip and gzip takes; Node's own zlib is faster than what runs everywhere. */
export interface ZipTools {
  readonly inflate: Inflate;
  readonly crc32: Crc32;
}

export const portableZip: ZipTools = { inflate: inflateByPlatform, crc32: crc32InTables };
