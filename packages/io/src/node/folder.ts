import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { SvccaError } from "@svcca/linalg";
import type { NamedArray } from "../array-list.js";
import { printable } from "../printable.js";
import { naturalOrder } from "../target.js";
import type { Contents } from "./contents.js";
import { type OpenFile, openAtPath } from "./open-file.js";

/** Files of a folder that are looked into; others (notes, scripts) lie beside them. */
const READ = /\.(npy|npz|h5|hdf5|hdf|he5|safetensors|idx|bin|gz)$|-ubyte$/i;

/** An array of a folder, and the file that it is in. */
interface FolderArray extends NamedArray {
  readonly file: string;
}

/** A folder as a network. */
interface OpenFolder extends OpenFile {
  readonly arrays: readonly FolderArray[];
}

/**
 * Opens the files of a folder as one network: a file of one array by its name without ending,
 * the arrays of another as `file/array`.
 *
 * @throws SvccaError `not-found` when none is read, and what opening a file throws.
 */
export async function openFolder(path: string): Promise<OpenFolder> {
  const names = (await readdir(path)).filter((name) => READ.test(name) && !name.startsWith("."));
  const opened = new Map<string, Promise<Contents>>();
  const contents = (file: string) => {
    const known = opened.get(file) ?? openAtPath(file);
    opened.set(file, known);
    return known;
  };
  const close = async () => {
    const all = await Promise.allSettled(opened.values());
    opened.clear();
    await Promise.all(all.map((one) => one.status === "fulfilled" && one.value.close()));
  };
  try {
    const arrays: FolderArray[] = [];
    for (const name of names.sort(naturalOrder)) {
      const file = join(path, name);
      // Listed and closed: a folder may hold more files than a process may open.
      const { format, arrays: list } = await contents(file);
      await close();
      const single = format === "npy" || format === "idx";
      const stem = name.replace(/\.[^.]+$/, "");
      list.forEach(({ array }, i) => {
        const open = async () => (await contents(file)).arrays[i]!.open();
        arrays.push({ array: single ? array : `${stem}/${array}`, file, open });
      });
    }
    if (arrays.length === 0) {
      throw new SvccaError(
        "not-found",
        `${printable(path)}: the folder holds no file that is read (npy, npz, h5, safetensors, idx)`,
        { path },
      );
    }
    arrays.sort((a, b) => naturalOrder(a.array, b.array));
    return { path, arrays, close };
  } catch (error) {
    await close();
    throw error;
  }
}
