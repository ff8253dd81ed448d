import { SvccaError } from "@svcca/linalg";
import type { NamedArray } from "../array-list.js";
import { printable } from "../printable.js";
import { naturalOrder } from "../target.js";
import type { Contents } from "./contents.js";
import { findTarget } from "./find-target.js";
import { openFolder } from "./folder.js";
import { type OpenFile, openAtPath } from "./open-file.js";
import type { OpenArray } from "./open-target.js";
import { openShards } from "./shards.js";

/**
 * Opens the named layers of a network, in natural order: a file with its arrays, a group of an
 * HDF5 file (`run.h5:epoch_3`), the arrays of an npz under a prefix, a folder of files, or files
 * whose arrays of one name follow on each other (`part-*.npz`).
 *
 * @throws SvccaError `not-found` when there is no such thing, and what opening a file throws.
 */
export async function openNetwork(target: string): Promise<OpenFile> {
  const found = await findTarget(target);
  if (found.kind === "folder" && found.array === undefined) {
    return openFolder(found.path);
  }
  if (found.kind === "shards") return openShardedNetwork(target, found.files, found.array);
  const { path, array } = found;
  if (found.kind === "folder") {
    const network = await openFolder(path);
    return { ...network, path: target, arrays: below(network.arrays, array!, target) };
  }
  const contents = await openAtPath(path);
  try {
    const arrays = array === undefined ? contents.arrays : await group(contents, array, target);
    return { path: target, arrays, close: contents.close };
  } catch (error) {
    await contents.close();
    throw error;
  }
}

/** The arrays of a group, by their names in it. */
async function group(contents: Contents, wanted: string, target: string): Promise<NamedArray[]> {
  const plain = wanted.replace(/^\/+|\/+$/g, "");
  const members = (await contents.listGroup?.(plain)) ?? [];
  if (members.length > 0) {
    const open = (name: string) => contents.openPath!(`${plain}/${name}`);
    return members.sort(naturalOrder).map((array) => ({ array, open: () => open(array) }));
  }
  return below(contents.arrays, wanted, target);
}

/** The array of that name, or those whose names start with it and a slash. */
function below<T extends NamedArray>(arrays: readonly T[], wanted: string, target: string): T[] {
  const prefix = `${wanted.replace(/\/+$/, "")}/`;
  const inside = arrays
    .filter(({ array }) => array.startsWith(prefix))
    .map((named) => ({ ...named, array: named.array.slice(prefix.length) }));
  const chosen = inside.length > 0 ? inside : arrays.filter(({ array }) => array === wanted);
  if (chosen.length > 0) return chosen;
  throw new SvccaError(
    "not-found",
    `${printable(target)}: neither an array nor a group of that name; svcca inspect shows what is there`,
    { array: wanted },
  );
}

async function openShardedNetwork(
  target: string,
  files: readonly string[],
  wanted: string | undefined,
): Promise<OpenFile> {
  const first = await openAtPath(files[0]!);
  await first.close();
  const single = first.format === "npy" || first.format === "idx";
  const opened: OpenArray[] = [];
  const arrays = first.arrays.map(({ array }) => ({
    array: single ? printable(target) : array,
    async open() {
      const parts = files.map((file) => (single ? { file } : { file, array }));
      const shards = await openShards(single ? target : `${target}:${array}`, parts);
      opened.push(shards);
      return shards.source;
    },
  }));
  return {
    path: target,
    arrays: wanted === undefined ? arrays : below(arrays, wanted, target),
    async close() {
      await Promise.all(opened.map((one) => one.close()));
    },
  };
}
