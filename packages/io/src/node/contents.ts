import { basename, extname } from "node:path";
import { SvccaError } from "@svcca/linalg";
import { type ArrayList, within } from "../array-list.js";
import type { ByteSource } from "../bytes.js";
import { openCifar10 } from "../cifar/open.js";
import { DETECT_BYTES, detectFormat, type Format } from "../detect.js";
import { openIdx } from "../idx/open.js";
import { openNpy } from "../npy/open.js";
import { printable } from "../printable.js";
import { openSafetensors } from "../safetensors/open.js";
import type { FileSource } from "../source.js";
import type { FileBytes } from "./file-bytes.js";
import { gunzippedBytes } from "./gzip.js";
import { openHdf5 } from "./hdf5.js";
import { openNpz } from "./npz.js";

/** What an opened file holds. */
export interface Contents {
  readonly format: Format;
  readonly arrays: ArrayList;
  /** HDF5: opens by any path that leads to a dataset, also through links. */
  readonly openPath?: (path: string) => Promise<FileSource>;
  /** HDF5: the names of the datasets below a group. */
  readonly listGroup?: (group: string) => Promise<string[]>;
  /** HDF5: a dataset of text. */
  readonly texts?: (path: string) => Promise<string[]>;
  /** An npy file's or an npz entry's bytes by array name, for text that is read elsewhere. */
  readonly bytesOf?: (array: string) => Promise<ByteSource>;
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
    if (format === "hdf5") {
      const { paths, open, ...more } = await openHdf5(path);
      await file.close();
      const arrays = paths.map((array) => ({ array, open: () => open(array) }));
      return { format, arrays, openPath: open, ...more };
    }
    return await openBytes(path, file, format);
  } catch (error) {
    await file.close();
    throw error;
  }
}

async function openBytes(
  path: string,
  file: FileBytes,
  format: Format | undefined,
): Promise<Contents> {
  const name = printable(path);
  const { close } = file;
  const only = (bytes: ByteSource, kind: "npy" | "idx", stem: string): Contents => {
    const open = kind === "npy" ? openNpy : openIdx;
    const arrays = [{ array: stem, open: () => open(bytes, name) }];
    return { format: kind, arrays, bytesOf: async () => bytes, close };
  };
  switch (format) {
    case "npy":
    case "idx":
      return only(file, format, stemOf(path));
    case "gzip": {
      const bytes = await gunzippedBytes(file, name);
      const start = await bytes.slice(0, Math.min(DETECT_BYTES, bytes.byteLength));
      const inner = detectFormat(start, path.replace(/\.gz$/i, ""));
      if (inner === "npy" || inner === "idx") {
        return only(bytes, inner, stemOf(path.replace(/\.gz$/i, "")));
      }
      break;
    }
    case "npz": {
      const archive = await openNpz(path, file);
      return {
        format,
        arrays: archive.entries.map(({ name: array, open }) => ({
          array,
          open: async () => openNpy(await open(), within(name, array)),
        })),
        bytesOf: async (array) => archive.entries.find((entry) => entry.name === array)!.open(),
        async close() {
          archive.close();
          await close();
        },
      };
    }
    case "safetensors":
      return { format, arrays: await openSafetensors(file, name), close };
    case "cifar10":
      return { format, arrays: openCifar10(file, name), close };
  }
  throw new SvccaError(
    "unsupported",
    `${name}: not a kind of file that is read; npy, npz, HDF5, safetensors, IDX and CIFAR-10 are`,
    { path, format },
  );
}

function stemOf(path: string): string {
  const ending = /^\.(npy|idx|bin)$/i.test(extname(path)) ? extname(path) : "";
  return basename(path, ending);
}
