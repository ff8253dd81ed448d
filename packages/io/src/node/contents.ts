import { extname } from "node:path";
import { SvccaError } from "@svcca/linalg";
import { DETECT_BYTES, detectFormat } from "../detect.js";
import { type BytesFile, openAs } from "../open-bytes.js";
import { printable } from "../printable.js";
import type { FileSource } from "../source.js";
import { naturalOrder } from "../target.js";
import type { FileBytes } from "./file-bytes.js";
import { openHdf5 } from "./hdf5.js";
import { zlibTools } from "./zlib-tools.js";

/** What an opened file holds. */
export interface Contents extends BytesFile {
  /** HDF5: opens by any path that leads to a dataset, also through links. */
  readonly openPath?: (path: string) => Promise<FileSource>;
  /** HDF5: the names of the datasets below a group. */
  readonly listGroup?: (group: string) => Promise<string[]>;
  /** HDF5: a dataset of text. */
  readonly texts?: (path: string) => Promise<string[]>;
  close(): Promise<void>;
}

/** Files that run code when they are read, so nobody should. */
const PICKLES = new Set([".pt", ".pth", ".pkl", ".pickle", ".ckpt", ".joblib"]);

/**
 * Finds out what a file is and lists its arrays. Closes `file` when it cannot.
 *
 * @throws SvccaError `format` for a damaged file, `unsupported` for one of another kind.
 */
export async function openContents(path: string, file: FileBytes): Promise<Contents> {
  try {
    const ending = extname(path).toLowerCase();
    if (PICKLES.has(ending)) {
      throw new SvccaError(
        "unsupported",
        `${printable(path)}: "${printable(ending)}" files hold pickled Python objects, which are never read; save the activations with np.savez or safetensors.numpy.save_file`,
        { path, ending },
      );
    }
    const start = await file.slice(0, Math.min(DETECT_BYTES, file.byteLength));
    const format = detectFormat(start, path);
    if (format !== "hdf5") {
      return { ...(await openAs(format, file, path, zlibTools)), close: file.close };
    }
    const { paths, open, ...more } = await openHdf5(path);
    await file.close();
    const arrays = [...paths]
      .sort(naturalOrder)
      .map((array) => ({ array, open: () => open(array) }));
    return { format, arrays, openPath: open, ...more };
  } catch (error) {
    await file.close();
    throw error;
  }
}
