import { type CallOptions, SvccaError } from "@svcca/linalg";
import { printable } from "../printable.js";
import { checkEmptyShape, checkRows, type FileSource, rowWidth } from "../source.js";
import { bfloat16, parseDtype } from "../values/dtype.js";
import type { Engine } from "./engine.js";
import type { Described, Hdf5File, Listed } from "./protocol.js";

/** Bytes asked of the worker at once: an abort is heard, and a slow disk is no hang. */
const REQUEST = 2 ** 24;
/** A row is read in one piece. */
const MOST_ROW = 2 ** 30;

/** An HDF5 file: its datasets by path, and how to open one. */
export interface Hdf5Arrays {
  readonly paths: readonly string[];
  open(path: string): Promise<FileSource>;
  /** The datasets below a group, by their paths from there; none when it is a dataset. */
  listGroup(group: string): Promise<string[]>;
  /** A dataset of text, whole. */
  texts(path: string): Promise<string[]>;
  close(): Promise<void>;
}

/**
 * Lists an HDF5 file.
 *
 * @throws SvccaError `format` when it is damaged or holds no dataset.
 */
export async function openHdf5File(engine: Engine, file: Hdf5File): Promise<Hdf5Arrays> {
  engine.retain();
  try {
    const { paths, external } = await engine.request<Listed>(file, { op: "list" });
    if (paths.length === 0) {
      throw new SvccaError(
        "format",
        `${file.name}: the file holds no dataset${external > 0 ? `, only ${external} links to other files, which are never followed` : ""}`,
        { external },
      );
    }
    return {
      paths,
      open: (path) => openDataset(engine, file, path),
      async listGroup(group) {
        const listed = await engine.request<Listed>(file, { op: "list", group });
        return [...listed.paths];
      },
      texts: (path) => engine.request<string[]>(file, { op: "texts", path }),
      close: () => engine.release(file),
    };
  } catch (error) {
    await engine.release(file);
    throw error;
  }
}

async function openDataset(engine: Engine, file: Hdf5File, wanted: string): Promise<FileSource> {
  const name = `${file.name}:${printable(wanted)}`;
  const {
    shape,
    dtype: stored,
    bfloat16: isBfloat16,
    attributes,
  } = await engine.request<Described>(file, { op: "describe", path: wanted });
  checkEmptyShape(name, shape);
  // HDF5 gives all values little-endian.
  const dtype = isBfloat16 ? bfloat16 : parseDtype(stored.replace(">", "<"), name);
  const width = rowWidth(shape);
  const rowBytes = width * dtype.itemsize;
  if (rowBytes > MOST_ROW) {
    throw new SvccaError("unsupported", `${name}: one row takes ${rowBytes} bytes; split it`, {
      rowBytes,
    });
  }
  const step = Math.max(1, Math.floor(REQUEST / Math.max(1, rowBytes)));
  return {
    name,
    shape,
    dtype: stored,
    attributes,
    fortranOrder: false,
    async read(start: number, end: number, options: CallOptions = {}) {
      checkRows(name, start, end, shape[0] ?? 1);
      options.signal?.throwIfAborted();
      const piece = async (from: number, to: number) => {
        const request = { op: "read", path: wanted, start: from, end: to } as const;
        const bytes = await engine.request<Uint8Array>(file, request, options);
        return dtype.decode(bytes, (to - from) * width, name);
      };
      if (end - start <= step) return piece(start, end);
      const out = dtype.allocate((end - start) * width);
      for (let at = start; at < end; at += step) {
        const values = await piece(at, Math.min(at + step, end));
        out.set(values, (at - start) * width * dtype.parts);
      }
      return out;
    },
  };
}
