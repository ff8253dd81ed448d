import { rowWidth } from "../source.js";
import type { H5, Library } from "./library.js";
import type { Hdf5File, WriteRequest } from "./protocol.js";

/** Datasets up to this size are stored in one piece. */
const ONE_PIECE = 2 ** 20;
/** About as much as one chunk holds: what h5py's own guess comes to for large arrays. */
const CHUNK = 2 ** 20;
const DEFLATE = { id: 1, level: 4 };

type NewDataset = Extract<WriteRequest, { op: "dataset" }>;

/** The writing side of the service. */
export function createWriter(library: Library): {
  write(file: Hdf5File, request: WriteRequest): undefined;
  close(file: Hdf5File): undefined;
} {
  const { h5 } = library;
  const open = new Map<string, { id: bigint; groups: Set<string>; dataset?: NewDataset }>();

  function write(file: Hdf5File, request: WriteRequest): undefined {
    if (request.op === "create") {
      library.allow(file.path);
      const id = h5.open(file.path, h5.H5F_ACC_TRUNC, false, -1, -1);
      open.set(file.path, { id, groups: new Set() });
      return;
    }
    const state = open.get(file.path)!;
    if (request.op === "dataset") {
      createParents(h5, state.id, request.path, state.groups);
      createDataset(h5, state.id, request);
      state.dataset = request;
    } else if (request.bytes.length > 0) {
      const { path, shape } = state.dataset!;
      const rest = shape.slice(1);
      const [count, offset] =
        shape.length === 0
          ? [null, null]
          : [
              [BigInt(request.rows), ...rest.map(BigInt)],
              [BigInt(request.start), ...rest.map(() => 0n)],
            ];
      const strides = count?.map(() => 1n) ?? null;
      withBytes(h5, request.bytes, (at) =>
        h5.set_dataset_data(state.id, path, count, offset, strides, at),
      );
    }
  }

  return {
    write,
    close(file) {
      const state = open.get(file.path);
      open.delete(file.path);
      if (state && h5.close_file(state.id) < 0) throw new Error("the file cannot be closed");
    },
  };
}

function createParents(h5: H5, file: bigint, path: string, groups: Set<string>): void {
  const steps = path.split("/").slice(0, -1);
  steps.forEach((_, i) => {
    const group = steps.slice(0, i + 1).join("/");
    if (group !== "" && !groups.has(group)) h5.create_group(file, group, false);
    groups.add(group);
  });
}

function createDataset(h5: H5, file: bigint, request: NewDataset): void {
  const { path, shape, dtype, attributes, compress } = request;
  const size = Number(/\d+$/.exec(dtype)![0]);
  const bytes = shape.reduce((product, n) => product * n, size);
  const whole = shape.length === 0 || bytes === 0 || (bytes <= ONE_PIECE && !compress);
  const rest = shape.slice(1);
  const chunks = whole ? null : chunksFor(shape, size);
  // HDF5 wants the values when it makes a dataset, so a large one starts without rows and grows.
  const start = whole ? shape : [0, ...rest];
  const blank = new Uint8Array(whole ? bytes : 0);
  const metadata = {
    ...typeOf(dtype, size),
    total_size: blank.length / size,
    shape: start.map(BigInt),
    maxshape: shape.map(BigInt),
    chunks: chunks?.map(BigInt) ?? null,
    compression: compress && chunks ? DEFLATE.id : 0,
    compression_opts: compress && chunks ? [DEFLATE.level] : [],
    track_order: false,
  };
  withBytes(h5, blank, (at) => h5.create_dataset(file, path, at, metadata));
  if (!whole) h5.resize_dataset(file, path, shape.map(BigInt));
  for (const [name, text] of Object.entries(attributes)) {
    const scalar = { shape: [], maxshape: [], total_size: 1, signed: false, littleEndian: true };
    const type = { type: 3, size: 4, vlen: true, cset: 1 };
    h5.create_vlen_str_attribute(file, path, name, [text], { ...scalar, ...type });
  }
}

/** The datatype of numbers; complex ones as h5py has them. */
function typeOf(dtype: string, size: number) {
  const simple = { size, signed: dtype[1] === "i", littleEndian: true, vlen: false };
  if (dtype[1] !== "c") return { ...simple, type: dtype[1] === "f" ? 1 : 0 };
  const part = { type: 1, size: size / 2, signed: false, littleEndian: true, vlen: false };
  const more = { shape: [], maxshape: null, chunks: null, total_size: 1 };
  const members = [
    { ...part, ...more, name: "r", offset: 0 },
    { ...part, ...more, name: "i", offset: size / 2 },
  ];
  return { ...simple, type: 6, compound_type: { members, nmembers: 2 } };
}

/** As many whole rows as one chunk holds, at least one. */
function chunksFor(shape: readonly number[], size: number): number[] {
  const rowBytes = rowWidth(shape) * size;
  const rows = Math.min(shape[0]!, Math.max(1, Math.floor(CHUNK / rowBytes)));
  return [rows, ...shape.slice(1)];
}

function withBytes(h5: H5, bytes: Uint8Array, use: (at: bigint) => number): void {
  const pointer = h5._malloc(Math.max(1, bytes.length));
  if (pointer === 0) throw new RangeError(`no memory for ${bytes.length} bytes`);
  try {
    h5.HEAPU8.set(bytes, pointer);
    if (use(BigInt(pointer)) < 0) throw new Error("HDF5 cannot write it");
  } finally {
    h5._free(pointer);
  }
}
