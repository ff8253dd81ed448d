import { SvccaError } from "@svcca/linalg";
import { printable } from "../printable.js";
import { checkRows } from "../source.js";
import { type Dataset, describe, type OpenHdf5 } from "./describe.js";
import { openStructures, type Structures } from "./format/structures.js";
import { Hdf5Fault, isAnswer, type Library } from "./library.js";
import { listDatasets, listGroup, resolve } from "./links.js";
import type { Envelope, Hdf5File, Hdf5Request, Reply } from "./protocol.js";
import { type Band, readRows } from "./read.js";
import { readText } from "./text.js";
import { createWriter } from "./write.js";

interface State extends OpenHdf5 {
  readonly datasets: Map<string, Dataset>;
  band?: Band;
}

/** More texts than datapoints that anyone has. */
const MOST_TEXT_BYTES = 2 ** 28;

/**
 * Answers requests about HDF5 files, one at a time; the worker's side of {@link Envelope}.
 *
 * @param mount makes a file visible to the library at its path, and says how long it is.
 */
export function createService(
  library: Library,
  mount: (file: Hdf5File) => { byteLength: number; unmount(): void },
): (envelope: Envelope) => Promise<{ reply: Reply; transfer: ArrayBuffer[] }> {
  const { h5 } = library;
  const open = new Map<string, State & { unmount(): void }>();
  const writing = createWriter(library);

  function opened(file: Hdf5File): State {
    const known = open.get(file.path);
    if (known) return known;
    const { byteLength, unmount } = mount(file);
    library.allow(file.path);
    const state = {
      ...openOrUnmount(file, byteLength, unmount),
      name: file.name,
      byteLength,
      datasets: new Map<string, Dataset>(),
      unmount,
    };
    open.set(file.path, state);
    return state;
  }

  function openOrUnmount(
    file: Hdf5File,
    byteLength: number,
    unmount: () => void,
  ): { id: bigint; structures: Structures } {
    try {
      const { path, name } = file;
      const structures = openStructures({ h5, path, name, byteLength });
      const id = h5.open(file.path, h5.H5F_ACC_RDONLY, false, -1, -1);
      if (id < 0n || !structures) throw new Hdf5Fault("it cannot be opened");
      return { id, structures };
    } catch (error) {
      unmount();
      // HDF5 has unwound, and nothing of the file is open: the worker can go on.
      if (!(error instanceof Hdf5Fault)) throw error;
      const message = faultMessage(file, { op: "list" }, undefined);
      throw new SvccaError("format", message, {}, { cause: error });
    }
  }

  async function dataset(state: State, path: string): Promise<Dataset> {
    const known = state.datasets.get(path) ?? (await describe(library, state, path));
    state.datasets.set(path, known);
    return known;
  }

  async function answer({ file, request }: Envelope): Promise<unknown> {
    if (request.op === "close") {
      const state = open.get(file.path);
      open.delete(file.path);
      if (state) h5.close_file(state.id);
      state?.unmount();
      return writing.close(file);
    }
    if (request.op === "create" || request.op === "dataset" || request.op === "rows") {
      return writing.write(file, request);
    }
    const state = opened(file);
    if (request.op === "list") {
      return request.group === undefined
        ? listDatasets(h5, state.id, file.name)
        : listGroup(h5, state.id, file.name, request.group);
    }
    if (request.op === "texts") return texts(state, request.path);
    if (request.op === "describe") {
      const { path, shape, dtype, bfloat16, attributes } = await dataset(state, request.path);
      return { path, shape, dtype, bfloat16, attributes };
    }
    const wanted = await dataset(state, request.path);
    checkRows(file.name, request.start, request.end, wanted.shape[0] ?? 1);
    const { bytes, band } = readRows(
      library,
      state,
      wanted,
      request.start,
      request.end,
      state.band,
    );
    if (band) state.band = band;
    return bytes;
  }

  function texts(state: State, wanted: string): string[] {
    const { path, kind } = resolve(h5, state.id, wanted, state.name);
    const type = kind === "dataset" ? h5.get_dataset_metadata(state.id, path) : undefined;
    if (type?.type !== 3 || type.total_size * type.size > MOST_TEXT_BYTES) {
      throw new SvccaError("unsupported", `${state.name}:${wanted}: not an array of text`, {});
    }
    return readText(
      h5,
      type,
      type.total_size,
      (at) => h5.get_dataset_data(state.id, path, null, null, null, BigInt(at)),
      (at) => h5.reclaim_vlen_memory(state.id, path, "", BigInt(at)),
    );
  }

  return async (envelope) => {
    const { id } = envelope;
    library.refused = undefined;
    try {
      const value = await answer(envelope);
      const transfer = value instanceof Uint8Array ? [value.buffer as ArrayBuffer] : [];
      return { reply: { id, value }, transfer };
    } catch (error) {
      if (isAnswer(error)) {
        const { code, message, facts } = error;
        return { reply: { id, error: { code, message, facts }, fatal: false }, transfer: [] };
      }
      const message = faultMessage(envelope.file, envelope.request, library.refused);
      const facts = { cause: error instanceof Error ? error.message : String(error) };
      return {
        reply: { id, error: { code: "format", message, facts }, fatal: true },
        transfer: [],
      };
    }
  };
}

/** What to say when HDF5 fails, which does not say it itself in words for a person. */
function faultMessage(file: Hdf5File, request: Hdf5Request, refused: string | undefined): string {
  const where = "path" in request ? `${file.name}:${request.path}` : file.name;
  if (refused) {
    return `${where}: needs another file (${printable(refused)}), and others are never opened from here; write all in one file`;
  }
  if (request.op === "create" || request.op === "dataset" || request.op === "rows") {
    return `${where}: HDF5 cannot write it; check that the folder has room`;
  }
  return `${where}: damaged, HDF5 cannot ${request.op === "read" ? "read it" : "open it"}; write the file again`;
}
