import { resolve } from "node:path";
import { SvccaError } from "@svcca/linalg";
import { printable } from "../../printable.js";
import { hdf5Engine } from "../hdf5.js";
import type { Planned } from "./plan.js";

/** h5wasm makes neither of these types, so that they are written as the next that holds them. */
const WIDENED: Readonly<Record<string, string>> = { "<f2": "<f4", "|b1": "|u1" };

/** The type that an array is written as in HDF5. */
export function hdf5Dtype(dtype: string): string {
  return WIDENED[dtype] ?? dtype;
}

/**
 * Writes an HDF5 file as the arrays come. A slash in a name makes a group; attributes are text.
 *
 * @param path the file, and `name` what to call it in messages.
 * @throws SvccaError `invalid-argument` for names that are no paths, or collide.
 */
export async function writeHdf5(
  path: string,
  name: string,
  arrays: readonly Planned[],
  compress: boolean,
): Promise<void> {
  checkNames(arrays);
  const file = { path: resolve(path), name: printable(name) };
  hdf5Engine.retain();
  try {
    await hdf5Engine.request(file, { op: "create" });
    for (const array of arrays) {
      const { name: path, shape, dtype, attributes } = array;
      await hdf5Engine.request(file, { op: "dataset", path, shape, dtype, attributes, compress });
      for await (const { row: start, rows, bytes } of array.blocks()) {
        await hdf5Engine.request(file, { op: "rows", start, rows, bytes });
      }
    }
    await hdf5Engine.request(file, { op: "close" });
  } finally {
    await hdf5Engine.release(file);
  }
}

function checkNames(arrays: readonly Planned[]): void {
  const names = new Set(arrays.map(({ name }) => name));
  for (const { name } of arrays) {
    const steps = name.split("/");
    const parent = steps.findIndex((_, i) => i > 0 && names.has(steps.slice(0, i).join("/")));
    if (steps.some((step) => step === "" || step === ".") || parent > 0) {
      throw new SvccaError(
        "invalid-argument",
        `${printable(name)}: no path in an HDF5 file${parent > 0 ? `, since "${steps.slice(0, parent).join("/")}" is an array` : ""}; rename it`,
        { array: name },
      );
    }
  }
}
