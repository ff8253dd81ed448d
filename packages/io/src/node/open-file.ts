import { basename, extname } from "node:path";
import { type ArraySource, SvccaError } from "@svcca/linalg";
import { openNpy } from "../npy/open.js";
import { printable } from "../printable.js";
import { naturalOrder, parseTarget } from "../target.js";
import { openFileBytes } from "./file-bytes.js";
import { openNpz } from "./npz.js";

/** An array of a file, by the name that it has there. */
export interface NamedArray {
  /** Its name in the file; the file's own name without ending for an `.npy`. */
  readonly array: string;
  /** Opens it. @throws SvccaError `format` or `unsupported`. */
  open(): Promise<ArraySource & { readonly fortranOrder: boolean }>;
}

/** A file with its arrays, in natural order (conv2 before conv10). */
export interface OpenFile {
  readonly path: string;
  readonly arrays: readonly NamedArray[];
  close(): Promise<void>;
}

/**
 * Opens an `.npy` or `.npz` file. Only the directory is read; each array is opened on its own, so
 * that one damaged array does not hide the others.
 *
 * @throws SvccaError `not-found`, `format`, `unsupported`.
 */
export async function openFile(path: string): Promise<OpenFile> {
  const ending = extname(path).toLowerCase();
  if (ending !== ".npy" && ending !== ".npz") {
    throw new SvccaError(
      "unsupported",
      `${printable(path)}: ${ending ? `"${printable(ending)}" files are` : "a file without ending is"} not read; .npy and .npz are`,
      { path, ending },
    );
  }
  const file = await openFileBytes(path);
  try {
    if (ending === ".npy") {
      const array = basename(path).slice(0, -ending.length);
      const arrays = [{ array, open: () => openNpy(file, printable(path)) }];
      return { path, arrays, close: file.close };
    }
    const archive = await openNpz(path, file);
    const arrays = archive.entries.map(({ name, open }) => ({
      array: name,
      open: async () => openNpy(await open(), `${printable(path)}:${printable(name)}`),
    }));
    return {
      path,
      arrays: arrays.sort((a, b) => naturalOrder(a.array, b.array)),
      async close() {
        archive.close();
        await file.close();
      },
    };
  } catch (error) {
    await file.close();
    throw error;
  }
}

/** One opened array, and how to let go of its file. */
export interface OpenArray {
  readonly source: ArraySource & { readonly fortranOrder: boolean };
  close(): Promise<void>;
}

/**
 * Opens the array that `FILE[:ARRAY]` names. The array may be left out where the file holds one.
 *
 * @throws SvccaError `not-found` with the names that are there, and what {@link openFile} throws.
 */
export async function openArray(target: string): Promise<OpenArray> {
  const { file: path, array } = parseTarget(target);
  const file = await openFile(path);
  try {
    const single = file.arrays.length === 1 ? file.arrays[0] : undefined;
    const chosen =
      array === undefined ? single : file.arrays.find((candidate) => candidate.array === array);
    if (!chosen) {
      const names = file.arrays.slice(0, 20).map((a) => printable(a.array, 40));
      const more = file.arrays.length > 20 ? `, and ${file.arrays.length - 20} more` : "";
      throw new SvccaError(
        "not-found",
        `${printable(path)}: ${array === undefined ? "which array?" : `no array "${printable(array)}";`} it holds ${names.join(", ")}${more}; name one as FILE:ARRAY`,
        { path, array },
      );
    }
    return { source: await chosen.open(), close: file.close };
  } catch (error) {
    await file.close();
    throw error;
  }
}
