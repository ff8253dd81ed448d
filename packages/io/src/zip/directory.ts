import { type CallOptions, SvccaError } from "@svcca/linalg";
import type { ByteSource } from "../bytes/byte-source.js";
import { printable } from "../printable.js";

/** An entry of an archive, as the directory at its end describes it. */
export interface ZipEntry {
  readonly name: string;
  readonly encrypted: boolean;
  /** 0 is stored, 8 is deflated. */
  readonly method: number;
  readonly crc32: number;
  readonly compressedSize: number;
  readonly size: number;
  /** Where its own header is. */
  readonly at: number;
}

/** Where the data of entries end at the latest, and the entries. */
export interface ZipDirectory {
  readonly entries: readonly ZipEntry[];
  readonly start: number;
}

const [END, END64, LOCATOR64, ENTRY] = [0x06054b50, 0x06064b50, 0x07064b50, 0x02014b50];
const [END_SIZE, END64_SIZE, LOCATOR64_SIZE, ENTRY_SIZE] = [22, 56, 20, 46];
/** The end record stands before a comment of up to this length. */
const MOST_COMMENT = 0xffff;
/** A million entries: far more than a network has layers. */
const MOST_DIRECTORY = 2 ** 27;
const [FULL16, FULL32] = [0xffff, 0xffffffff];

/**
 * Reads the directory of a zip archive, ZIP64 too.
 *
 * Source: APPNOTE.TXT of PKWARE, 4.3.12 to 4.3.16 and 4.5.3.
 *
 * @param where what to call the archive in messages.
 * @throws SvccaError `format` when there is no directory, or it does not fit the file.
 */
export async function readDirectory(
  bytes: ByteSource,
  where: string,
  options: CallOptions = {},
): Promise<ZipDirectory> {
  const size = bytes.byteLength;
  const tailStart = Math.max(0, size - END_SIZE - MOST_COMMENT - LOCATOR64_SIZE);
  const tail = viewOf(await bytes.slice(tailStart, size, options));
  const end = findEnd(tail);
  if (end === undefined) throw damaged(where, "it has no directory at its end");
  const place = await placeOf(bytes, tail, tailStart, end, where, options);
  const { count, length, start, limit } = place;
  if (length > MOST_DIRECTORY || start + length > limit || count * ENTRY_SIZE > length) {
    throw damaged(
      where,
      `its directory of ${length} bytes for ${count} entries is not at ${start}`,
    );
  }
  const directory = viewOf(await bytes.slice(start, start + length, options));
  const entries: ZipEntry[] = [];
  for (let at = 0, i = 0; i < count; i++) {
    const entry = at + ENTRY_SIZE <= length ? readEntry(directory, at, where) : undefined;
    if (!entry) throw damaged(where, `entry ${i + 1} of ${count} is not in its directory`);
    entries.push(entry.entry);
    at = entry.next;
  }
  return { entries, start };
}

/** The record whose comment ends where the file does. */
function findEnd(tail: DataView): number | undefined {
  for (let at = tail.byteLength - END_SIZE; at >= 0; at--) {
    const fits = tail.byteLength - at - END_SIZE === tail.getUint16(at + 20, true);
    if (fits && tail.getUint32(at, true) === END) return at;
  }
  return undefined;
}

async function placeOf(
  bytes: ByteSource,
  tail: DataView,
  tailStart: number,
  end: number,
  where: string,
  options: CallOptions,
) {
  const plain = {
    count: tail.getUint16(end + 10, true),
    length: tail.getUint32(end + 12, true),
    start: tail.getUint32(end + 16, true),
    limit: tailStart + end,
  };
  const full = plain.count === FULL16 || plain.length === FULL32 || plain.start === FULL32;
  const locator = end - LOCATOR64_SIZE;
  if (!full || locator < 0 || tail.getUint32(locator, true) !== LOCATOR64) return plain;
  const at = big(tail, locator + 8);
  if (at + END64_SIZE > tailStart + locator) {
    throw damaged(where, "its ZIP64 directory is not in it");
  }
  const end64 = viewOf(await bytes.slice(at, at + END64_SIZE, options));
  if (end64.getUint32(0, true) !== END64) throw damaged(where, "its ZIP64 directory is not in it");
  return { count: big(end64, 32), length: big(end64, 40), start: big(end64, 48), limit: at };
}

function readEntry(view: DataView, at: number, where: string) {
  const [nameLength, extraLength, commentLength] = [28, 30, 32].map((offset) =>
    view.getUint16(at + offset, true),
  ) as [number, number, number];
  const next = at + ENTRY_SIZE + nameLength + extraLength + commentLength;
  if (view.getUint32(at, true) !== ENTRY || next > view.byteLength) return undefined;
  const flags = view.getUint16(at + 8, true);
  const name = bytesOf(view, at + ENTRY_SIZE, nameLength);
  const extra = bytesOf(view, at + ENTRY_SIZE + nameLength, extraLength);
  const sizes = [24, 20, 42].map((offset) => view.getUint32(at + offset, true));
  const [size, compressedSize, place] = fullSizes(sizes, extra, where);
  const entry: ZipEntry = {
    name: new TextDecoder(flags & 0x800 ? "utf-8" : encodingOf(name)).decode(name),
    encrypted: (flags & 1) !== 0,
    method: view.getUint16(at + 10, true),
    crc32: view.getUint32(at + 16, true),
    size: size!,
    compressedSize: compressedSize!,
    at: place!,
  };
  return { entry, next };
}

/** Sizes and place, those that do not fit 4 bytes from the ZIP64 field, which has only these. */
function fullSizes(sizes: number[], extra: Uint8Array, where: string): number[] {
  if (!sizes.includes(FULL32)) return sizes;
  const view = viewOf(extra);
  for (let at = 0; at + 4 <= extra.length; ) {
    const length = view.getUint16(at + 2, true);
    const inside = at + 4 + length <= extra.length;
    if (view.getUint16(at, true) === 1 && inside) {
      let place = at + 4;
      return sizes.map((size) => {
        if (size !== FULL32) return size;
        if (place + 8 > at + 4 + length) throw damaged(where, "a ZIP64 size is missing");
        place += 8;
        return big(view, place - 8);
      });
    }
    at += 4 + length;
  }
  // No such field: the entry is as long as it says, 4 GB less one byte.
  return sizes;
}

/** Where the data of an entry start: behind its own header, which names it again. */
export async function dataStartOf(
  bytes: ByteSource,
  { start }: ZipDirectory,
  entry: ZipEntry,
  where: string,
  options: CallOptions = {},
): Promise<number> {
  const wrong = (what: string) =>
    new SvccaError("format", `${where}: the entry is damaged, ${what}; write the file again`, {
      array: entry.name,
    });
  if (entry.at + 30 > start) throw wrong(`its header should be at ${entry.at}`);
  const header = viewOf(await bytes.slice(entry.at, entry.at + 30, options));
  const nameLength = header.getUint16(26, true);
  const dataStart = entry.at + 30 + nameLength + header.getUint16(28, true);
  const isHeader = header.getUint32(0, true) === 0x04034b50;
  if (!isHeader || dataStart > start) throw wrong(`its header is not at ${entry.at}`);
  const name = await bytes.slice(entry.at + 30, entry.at + 30 + nameLength, options);
  if (new TextDecoder(encodingOf(name)).decode(name) !== entry.name) {
    throw wrong("its header names another one");
  }
  return dataStart;
}

function damaged(where: string, what: string): SvccaError {
  return new SvccaError(
    "format",
    `${where}: not a whole zip archive (${printable(what)}); write it again with np.savez`,
    {},
  );
}

/** Names are UTF-8 nearly always, with or without the flag that says so. */
function encodingOf(name: Uint8Array): "utf-8" | "latin1" {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(name);
    return "utf-8";
  } catch {
    return "latin1";
  }
}

const viewOf = (bytes: Uint8Array) =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
const bytesOf = (view: DataView, at: number, length: number) =>
  new Uint8Array(view.buffer, view.byteOffset + at, length);
const big = (view: DataView, at: number) => Number(view.getBigUint64(at, true));
