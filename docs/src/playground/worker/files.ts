import { fromBlob, naturalOrder, openBytes } from "@svcca/io";
import { SvccaError } from "@svcca/linalg";
import type { Dropped, Opened } from "../protocol.js";
import { addLayers, type OpenArray, opened } from "./networks.js";
import type { Call } from "./worker.js";

/** Files that are looked into; others (notes, scripts) lie beside them in a folder. */
const READ = /\.(npy|npz|h5|hdf5|hdf|he5|safetensors|idx|bin|gz)$|-ubyte$/i;

/**
 * Opens files and adds their arrays to what is open. A damaged one becomes a line, and does not
 * hide the others.
 */
export async function openFiles(files: readonly Dropped[], call: Call): Promise<Opened> {
  const problems: string[] = [];
  const inOrder = [...files].sort((a, b) => naturalOrder(a.path, b.path));
  for (const [place, { path, file }] of inOrder.entries()) {
    call.signal.throwIfAborted();
    call.onProgress({ done: place, total: files.length, unit: "files" });
    if (path.includes("/") && !READ.test(path)) continue;
    try {
      await openOne(path, file, problems);
    } catch (error) {
      problems.push(error instanceof Error ? error.message : String(error));
    }
  }
  return opened(problems);
}

async function openOne(path: string, file: File, problems: string[]): Promise<void> {
  const { format, arrays } = await listOf(path, file);
  const found: OpenArray[] = [];
  for (const { array, open } of arrays) {
    try {
      found.push({ array, source: await open() });
    } catch (error) {
      // Text and the like are no layers, and no fault of the file.
      if (!(error instanceof SvccaError && error.code === "unsupported")) {
        problems.push(error instanceof Error ? error.message : String(error));
      }
    }
  }
  addLayers(path, format, found);
}

/** HDF5 has a library of megabytes, which is fetched for the first such file. */
async function listOf(path: string, file: File) {
  try {
    return await openBytes(fromBlob(file), path);
  } catch (error) {
    if (!(error instanceof SvccaError) || error.facts.format !== "hdf5") throw error;
    const { openHdf5 } = await import("@svcca/io/hdf5");
    return { format: "hdf5" as const, ...(await openHdf5(file, path)) };
  }
}
