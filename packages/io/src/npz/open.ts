import { type CallOptions, SvccaError } from "@svcca/linalg";
import { within } from "../array-list.js";
import { type ByteSource, chunksOf } from "../bytes/byte-source.js";
import { printable } from "../printable.js";
import { dataStartOf, readDirectory, type ZipDirectory, type ZipEntry } from "../zip/directory.js";
import { inflatedBytes } from "../zip/inflated-bytes.js";
import { storedBytes } from "../zip/stored-bytes.js";
import type { ZipTools } from "../zip/tools.js";

/** An array of an archive, as the bytes of an npy file. */
export interface NpzEntry {
  readonly name: string;
  open(): Promise<ByteSource>;
}

/**
 * Lists an npz archive: zip with stored or deflated entries, ZIP64 too.
 *
 * @throws SvccaError `format` when it is no zip, is damaged, or holds no array.
 */
export async function openNpz(
  bytes: ByteSource,
  where: string,
  tools: ZipTools,
  options: CallOptions = {},
): Promise<NpzEntry[]> {
  const directory = await readDirectory(bytes, where, options);
  const arrays = directory.entries.filter(({ name }) => name.endsWith(".npy"));
  const names = arrays.map(({ name }) => name.slice(0, -".npy".length));
  const repeated = names.length - new Set(names).size;
  if (arrays.length === 0 || repeated > 0) {
    const name = names.find((one, i) => names.indexOf(one) !== i);
    throw new SvccaError(
      "format",
      name === undefined
        ? `${where}: the archive holds no .npy entry; save arrays with np.savez`
        : `${where}: two entries are called ${printable(name)}; write it again`,
      {},
    );
  }
  return arrays.map((entry, i) => ({
    name: names[i]!,
    open: () => entryBytes(bytes, directory, entry, within(where, names[i]!), tools),
  }));
}

async function entryBytes(
  bytes: ByteSource,
  directory: ZipDirectory,
  entry: ZipEntry,
  name: string,
  tools: ZipTools,
): Promise<ByteSource> {
  const { encrypted, method, compressedSize, size: byteLength, crc32 } = entry;
  if (encrypted || (method !== 0 && method !== 8)) {
    throw new SvccaError(
      "unsupported",
      `${name}: the entry is ${encrypted ? "encrypted" : `compressed by method ${method}`}; save it with np.savez or np.savez_compressed`,
      { array: name },
    );
  }
  const start = await dataStartOf(bytes, directory, entry, name);
  const end = start + compressedSize;
  if (end > directory.start || (method === 0 && compressedSize !== byteLength)) {
    throw new SvccaError(
      "format",
      `${name}: the entry should take ${compressedSize} bytes from ${start} and hold ${byteLength}, its place ends at ${directory.start}; write it again`,
      { array: name },
    );
  }
  const stored = { name, byteLength, crc32 };
  if (method === 0) return storedBytes(bytes, start, stored, tools.crc32);
  const open = () => tools.inflate("deflate-raw", chunksOf(bytes, start, end));
  return inflatedBytes({ ...stored, open }, tools.crc32);
}
