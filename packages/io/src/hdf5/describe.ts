import { SvccaError } from "@svcca/linalg";
import type { Metadata } from "h5wasm";
import { printable } from "../printable.js";
import { readAttributes } from "./attributes.js";
import { describeType, dtypeName } from "./dtype.js";
import { ensureFilters, mostRatio } from "./filters.js";
import { type Layout, readLayout } from "./format/layout.js";
import { numberType } from "./format/number-type.js";
import { MESSAGE, readMessages } from "./format/object-header.js";
import type { Structures } from "./format/structures.js";
import type { Library } from "./library.js";
import { resolve } from "./links.js";
import type { Described } from "./protocol.js";

/** One chunk is decompressed in one piece, in memory of 2 GiB. */
const MOST_CHUNK = 2 ** 29;

/** A dataset of numbers, with what reading it needs to know. */
export interface Dataset extends Described {
  readonly itemsize: number;
  /** Rows of one chunk, and columns; undefined when the rows lie one behind the other. */
  readonly chunks: readonly number[] | undefined;
  readonly filtered: boolean;
  readonly layout: Layout;
}

/** An open file of the library. */
export interface OpenHdf5 {
  readonly id: bigint;
  readonly name: string;
  readonly byteLength: number;
  readonly structures: Structures;
}

/**
 * Describes a dataset and checks that its values can be there.
 *
 * @throws SvccaError `not-found`, `unsupported`, or `format` when the file is too short for it.
 */
export async function describe(library: Library, file: OpenHdf5, wanted: string): Promise<Dataset> {
  const { h5 } = library;
  const where = `${file.name}:${printable(wanted)}`;
  const { path, kind } = resolve(h5, file.id, wanted, file.name);
  if (kind !== "dataset") {
    throw new SvccaError("not-found", `${where}: a ${kind}, no array; name one in it`, { kind });
  }
  const metadata = h5.get_dataset_metadata(file.id, path);
  const dtype = dtypeName(metadata);
  if (dtype === undefined) {
    throw new SvccaError(
      "unsupported",
      `${where}: holds ${describeType(metadata)}; write an array of numbers, for example x.astype("float32")`,
      { class: metadata.type, size: metadata.size },
    );
  }
  const filters = h5.get_dataset_filters(file.id, path);
  checkExtent(metadata, mostRatio(filters), file.byteLength, where);
  await ensureFilters(filters, where, library.loadPlugin);
  const { structures } = file;
  const messages = readMessages(structures, addressOf(library, file, path));
  const type = numberType(structures, messages);
  if (type === "other") {
    throw new SvccaError(
      "unsupported",
      `${where}: numbers of ${metadata.size} bytes that are divided in a way of their own; write an array of usual ones, for example x.astype("float32")`,
      { class: metadata.type, size: metadata.size },
    );
  }
  return {
    path,
    shape: metadata.shape!,
    dtype: type === "bfloat16" ? "<f4" : dtype,
    bfloat16: type === "bfloat16",
    layout: layoutOf(structures, messages, metadata, where),
    attributes: readAttributes(h5, file.id, path),
    itemsize: metadata.size,
    chunks: metadata.chunks ?? undefined,
    filtered: filters.length > 0,
  };
}

/** A reference to an object is the address of its header. */
function addressOf({ h5 }: Library, file: OpenHdf5, path: string): number {
  const reference = new Uint8Array(h5.create_object_reference(file.id, path));
  return Number(new DataView(reference.buffer).getBigUint64(0, true));
}

function layoutOf(
  structures: Structures,
  messages: ReturnType<typeof readMessages>,
  { shape, maxshape }: Metadata,
  name: string,
): Layout {
  const message = messages.get(MESSAGE.layout);
  if (!message) throw structures.damaged("a dataset without a layout");
  // Values in other files: HDF5 asks for them when it reads, and is given none.
  if (messages.has(MESSAGE.externalFiles)) return { kind: "whole", written: true };
  return readLayout(structures, message.fields, { name, shape: shape!, most: maxshape ?? shape! });
}

function checkExtent(metadata: Metadata, ratio: number, byteLength: number, where: string): void {
  const { shape, size, chunks, virtual_sources: parts } = metadata;
  if (parts) {
    throw new SvccaError(
      "unsupported",
      `${where}: a virtual dataset, whose values are in other files (${printable(parts[0]?.file_name ?? "")}); those are never opened from here, so name them themselves`,
      { sources: parts.length },
    );
  }
  if (!shape) throw new SvccaError("unsupported", `${where}: empty, it has no shape`, {});
  const expected = shape.reduce((product, n) => product * n, size);
  if (!shape.every(Number.isSafeInteger) || !Number.isSafeInteger(expected)) {
    throw new SvccaError("format", `${where}: an impossible shape (${shape.join(", ")})`, {
      shape,
    });
  }
  const chunk = (chunks ?? [0]).reduce((product, n) => product * n, size);
  if (chunk > MOST_CHUNK) {
    throw new SvccaError(
      "unsupported",
      `${where}: chunks of ${chunk} bytes; write it with smaller ones (h5repack -l CHUNK=...)`,
      { chunk },
    );
  }
  if (expected > byteLength * ratio) {
    throw new SvccaError(
      "format",
      `${where}: shape (${shape.join(", ")}) takes ${expected} bytes, more than a file of ${byteLength} can hold; part of it was never written`,
      { expected, found: byteLength },
    );
  }
}
