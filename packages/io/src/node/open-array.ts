import { SvccaError } from "@svcca/linalg";
import { printable } from "../printable.js";
import { findTarget } from "./find-target.js";
import { openFolder } from "./folder.js";
import { namesOf, type OpenArray, openTarget } from "./open-target.js";
import { openShards } from "./shards.js";

/**
 * Opens the array that `FILE[:ARRAY]` names. The array may be left out where the file holds one.
 * In an HDF5 file it is a path, which may go through soft links; `*` and `?` in the name of the
 * file join the arrays of several files, in natural order, into one long one.
 *
 * @throws SvccaError `not-found` with the names that are there, and what opening a file throws.
 */
export async function openArray(target: string): Promise<OpenArray> {
  const found = await findTarget(target);
  const rest = found.array === undefined ? {} : { array: found.array };
  if (found.kind === "shards") {
    const files = found.files.map((file) => ({ file, ...rest }));
    return openShards(target, files);
  }
  if (found.kind === "file") return openTarget({ file: found.path, ...rest });
  const network = await openFolder(found.path);
  const { arrays } = network;
  const single = arrays.length === 1 ? arrays[0] : undefined;
  const chosen =
    found.array === undefined ? single : arrays.find(({ array }) => array === found.array);
  if (!chosen) {
    await network.close();
    throw new SvccaError(
      "not-found",
      `${printable(target)}: which array? the folder holds ${namesOf(arrays)}; name one as FOLDER:ARRAY`,
      { path: found.path, array: found.array },
    );
  }
  try {
    return { source: await chosen.open(), files: [chosen.file], close: network.close };
  } catch (error) {
    await network.close();
    throw error;
  }
}
