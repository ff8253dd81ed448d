import type { ArrayList } from "../array-list.js";
import { Engine } from "../hdf5/engine.js";
import { openHdf5File } from "../hdf5/open.js";
import type { Envelope } from "../hdf5/protocol.js";
import { printable } from "../printable.js";
import type { FileSource } from "../source.js";
import { naturalOrder } from "../target.js";

/** What is sent to the worker: where its plug-ins are, once, and then what is asked. */
export type WorkerMessage = Envelope | { readonly plugins: string };

export interface OpenHdf5Options {
  /**
   * The address of a folder with the plug-ins of the package h5wasm-plugins (`plugins/*.so`), for
   * lzf, blosc, lz4, zstd, bitshuffle and bzip2. Without it, a file that needs one says so.
   */
  readonly plugins?: string;
}

/** An HDF5 file in a browser. */
export interface BlobHdf5 {
  /** All datasets by their paths, in natural order. */
  readonly arrays: ArrayList;
  /** Opens by any path that leads to a dataset, also through soft links. */
  open(path: string): Promise<FileSource>;
  /** Lets go of the file, and of the worker when it was the last. */
  close(): Promise<void>;
}

/** One worker for all files that take the same plug-ins. */
const engines = new Map<string, Engine>();
let count = 0;

/**
 * Opens a dropped `File` or any `Blob` as HDF5, in a worker that reads it where it lies, however
 * long it is. Bundlers find the worker by its address beside this module.
 *
 * @throws SvccaError `format` for a damaged file or one without datasets.
 */
export async function openHdf5(
  file: Blob,
  fileName: string,
  options: OpenHdf5Options = {},
): Promise<BlobHdf5> {
  const { plugins } = options;
  const key = plugins ?? "";
  const engine = engines.get(key) ?? startEngine(plugins);
  engines.set(key, engine);
  const path = `/files/${count++}/file.h5`;
  const hdf5 = await openHdf5File(engine, { path, blob: file, name: printable(fileName) });
  const arrays = [...hdf5.paths]
    .sort(naturalOrder)
    .map((array) => ({ array, open: () => hdf5.open(array) }));
  return { arrays, open: hdf5.open, close: hdf5.close };
}

function startEngine(plugins: string | undefined): Engine {
  return new Engine((replied, failed) => {
    const worker = new Worker(new URL("./hdf5-worker.js", import.meta.url), { type: "module" });
    worker.onmessage = ({ data }) => replied(data);
    worker.onerror = ({ message }) => failed(printable(message ?? "the worker did not start"));
    if (plugins !== undefined) {
      // A folder's address ends in a slash, else its last part would be dropped.
      const base = new URL(plugins.replace(/\/?$/, "/"), document.baseURI).href;
      worker.postMessage({ plugins: base } satisfies WorkerMessage);
    }
    return {
      send: (envelope) => worker.postMessage(envelope),
      close: () => worker.terminate(),
    };
  });
}
