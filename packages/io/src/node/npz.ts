import { pipeline, type Readable } from "node:stream";
import { createInflateRaw } from "node:zlib";
import { SvccaError } from "@svcca/linalg";
import { type Entry, open, type ZipFile } from "yauzl";
import type { ByteSource } from "../bytes.js";
import { printable } from "../printable.js";
import type { FileBytes } from "./file-bytes.js";
import { inflatedBytes } from "./inflated-bytes.js";

/** The arrays of an npz archive as bytes of npy files. */
export interface Archive {
  readonly entries: readonly { readonly name: string; open(): Promise<ByteSource> }[];
  close(): void;
}

/** A callback function of yauzl as a promise. */
function promised<T>(call: (done: (error: Error | null, value: T) => void) => void): Promise<T> {
  return new Promise((resolve, reject) =>
    call((error, value) => (error ? reject(error) : resolve(value))),
  );
}

/**
 * Lists an npz archive: zip with stored or deflated entries, ZIP64 too.
 *
 * @throws SvccaError `format` when it is no zip, is damaged, or holds no array.
 */
export async function openNpz(path: string, file: FileBytes): Promise<Archive> {
  const where = printable(path);
  const damaged = (cause: unknown) =>
    new SvccaError(
      "format",
      `${where}: not a whole zip archive (${printable((cause as Error).message)}); write it again with np.savez`,
      { path },
      { cause },
    );
  const zip = await promised<ZipFile>((done) =>
    open(path, { lazyEntries: true, autoClose: false }, done),
  ).catch((cause) => {
    throw damaged(cause);
  });
  const found = await listEntries(zip).catch((cause) => {
    zip.close();
    throw damaged(cause);
  });
  const arrays = found.filter(({ fileName }) => fileName.endsWith(".npy"));
  const names = arrays.map(({ fileName }) => fileName.slice(0, -".npy".length));
  const repeated = names.find((name, i) => names.indexOf(name) !== i);
  if (arrays.length === 0 || repeated !== undefined) {
    zip.close();
    throw new SvccaError(
      "format",
      repeated === undefined
        ? `${where}: the archive holds no .npy entry; save arrays with np.savez`
        : `${where}: two entries are called ${printable(repeated)}; write it again`,
      { path },
    );
  }
  return {
    entries: arrays.map((entry, i) => ({
      name: names[i]!,
      open: () => entryBytes(zip, entry, file, `${where}:${printable(names[i]!)}`),
    })),
    close: () => zip.close(),
  };
}

function listEntries(zip: ZipFile): Promise<Entry[]> {
  return new Promise((resolve, reject) => {
    const entries: Entry[] = [];
    zip.on("entry", (entry: Entry) => {
      entries.push(entry);
      zip.readEntry();
    });
    zip.on("end", () => resolve(entries));
    zip.on("error", reject);
    zip.readEntry();
  });
}

async function entryBytes(
  zip: ZipFile,
  entry: Entry,
  file: FileBytes,
  name: string,
): Promise<ByteSource> {
  if (entry.isEncrypted() || (entry.compressionMethod !== 0 && entry.compressionMethod !== 8)) {
    throw new SvccaError(
      "unsupported",
      `${name}: the entry is ${entry.isEncrypted() ? "encrypted" : `compressed by method ${entry.compressionMethod}`}; save it with np.savez or np.savez_compressed`,
      { array: name },
    );
  }
  const { fileDataStart } = await promised<{ fileDataStart: number }>((done) =>
    zip.readLocalFileHeader(entry, { minimal: true }, done),
  ).catch((cause) => {
    throw new SvccaError(
      "format",
      `${name}: the entry is damaged (${printable((cause as Error).message)}); write the file again`,
      { array: name },
      { cause },
    );
  });
  const compressed = entry.compressionMethod === 8;
  const stored = compressed ? entry.compressedSize : entry.uncompressedSize;
  if (fileDataStart + stored > file.byteLength) {
    throw new SvccaError(
      "format",
      `${name}: the entry should take ${stored} bytes from ${fileDataStart}, the file ends at ${file.byteLength}; write it again`,
      { array: name },
    );
  }
  if (compressed) {
    return inflatedBytes({
      name,
      byteLength: entry.uncompressedSize,
      crc32: entry.crc32,
      // Not yauzl's own stream: destroyed while it waits for its turn to read, it ends the process.
      open: () => inflate(file, fileDataStart, fileDataStart + stored),
    });
  }
  return {
    byteLength: entry.uncompressedSize,
    slice: (start, end, options) => file.slice(fileDataStart + start, fileDataStart + end, options),
  };
}

const CHUNK = 2 ** 16;

/** The deflated bytes from `start` to `end`, inflated as they are read. */
function inflate(file: FileBytes, start: number, end: number): Readable {
  async function* chunks() {
    for (let at = start; at < end; at += CHUNK) yield file.slice(at, Math.min(at + CHUNK, end));
  }
  // Errors of either end reach whoever is reading; where nobody is any more, they end no process.
  return pipeline(chunks, createInflateRaw(), () => {}).on("error", () => {});
}
