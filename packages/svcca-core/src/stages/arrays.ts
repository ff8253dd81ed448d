import { SvccaError } from "@svcca/linalg";
import type { NamedArray } from "../moments/arrays.js";
import type { LayerDirections } from "./directions.js";

/** The version of the arrays below; a reader refuses others. */
const VERSION = 1;

/** Directions as named arrays, for an npz file: `meta` (UTF-8 JSON), `weights`, `loadings`, ... */
export function directionsToArrays({ basis, passes }: LayerDirections): Record<string, NamedArray> {
  const { name, rank, resolution, constant, error } = basis;
  const facts = { name, rank, resolution, constant, error, passes };
  const meta = new TextEncoder().encode(
    JSON.stringify({ format: "svcca-directions", version: VERSION, ...facts }),
  );
  const { weights, loadings, mean, squares, singularValues } = basis;
  const list = (data: Float64Array) => ({ shape: [data.length], data });
  return {
    meta: { shape: [meta.length], data: meta },
    weights: { shape: [weights.rows, weights.cols], data: weights.data },
    loadings: { shape: [loadings.rows, loadings.cols], data: loadings.data },
    mean: list(mean),
    squares: list(squares),
    singularValues: list(singularValues),
  };
}

/**
 * The directions that named arrays hold, as {@link directionsToArrays} made them.
 *
 * @param name what to call the file in messages.
 * @param open gives an array by its name, or undefined when there is none.
 * @throws SvccaError `format` when they are no directions, of another version, or not whole.
 */
export async function directionsFromArrays(
  name: string,
  open: (
    array: string,
  ) => Promise<{ readonly shape: readonly number[]; readonly data: ArrayLike<number> } | undefined>,
): Promise<LayerDirections> {
  const fail = (what: string): never => {
    throw new SvccaError("format", `${name}: ${what}; compute the directions again`, { name });
  };
  const read = async (array: string, axes: number) => {
    const found = await open(array);
    if (found?.shape.length !== axes) return fail(`${array} is missing or of another shape`);
    return { shape: found.shape, data: Float64Array.from(found.data) };
  };
  const table = async (array: string) => {
    const { shape, data } = await read(array, 2);
    return { rows: shape[0]!, cols: shape[1]!, data };
  };
  const meta = await open("meta")
    .then((bytes) => JSON.parse(new TextDecoder().decode(Uint8Array.from(bytes?.data ?? []))))
    .catch(() => ({}));
  if (meta.format !== "svcca-directions" || meta.version !== VERSION) {
    return fail(`no directions of version ${VERSION}`);
  }
  const basis = {
    name: String(meta.name),
    rank: meta.rank,
    resolution: meta.resolution,
    constant: meta.constant,
    error: meta.error,
    weights: await table("weights"),
    loadings: await table("loadings"),
    mean: (await read("mean", 1)).data,
    squares: (await read("squares", 1)).data,
    singularValues: (await read("singularValues", 1)).data,
  };
  return { basis, passes: meta.passes };
}
