import { type Matrix64, SvccaError } from "@svcca/linalg";
import type { Moments } from "./moments.js";

/** The version of the arrays below; a reader refuses others. */
const VERSION = 1;

/** An array with its shape, as files hold it. */
export interface NamedArray {
  readonly shape: readonly number[];
  readonly data: Float64Array | Uint8Array;
}

/** What moments were collected of, to be told later that it was the same. */
export interface MomentsOrigin {
  /** The file, and the array in it. */
  readonly source: string;
  readonly sha256?: string;
}

/** Moments as they are stored, and what they are of. */
export interface StoredMoments {
  readonly moments: Moments;
  readonly origins: readonly MomentsOrigin[];
}

interface Meta {
  readonly format: "svcca-moments";
  readonly version: number;
  readonly datapoints: number;
  readonly layers: readonly string[];
  readonly pairs: readonly (readonly [number, number])[];
  readonly origins: readonly MomentsOrigin[];
}

/**
 * Moments as named arrays, for an npz file: `meta` (UTF-8 JSON: version, datapoints, names of the
 * layers, pairs, origins), `mean0`, `gram0` and so on for each layer, `cross0` and so on for each
 * pair.
 */
export function momentsToArrays({ moments, origins }: StoredMoments): Record<string, NamedArray> {
  const { datapoints, layers, crosses } = moments;
  const meta: Meta = {
    format: "svcca-moments",
    version: VERSION,
    datapoints,
    layers: layers.map(({ name }) => name),
    pairs: crosses.map(({ x, y }) => [x, y]),
    origins,
  };
  const bytes = new TextEncoder().encode(JSON.stringify(meta));
  const arrays: Record<string, NamedArray> = { meta: { shape: [bytes.length], data: bytes } };
  const table = ({ data, rows, cols }: Matrix64) => ({ shape: [rows, cols], data });
  for (const [i, { mean, gram }] of layers.entries()) {
    arrays[`mean${i}`] = { shape: [mean.length], data: mean };
    arrays[`gram${i}`] = table(gram);
  }
  for (const [k, { product }] of crosses.entries()) arrays[`cross${k}`] = table(product);
  return arrays;
}

/**
 * The moments that named arrays hold, as {@link momentsToArrays} made them.
 *
 * @param name what to call the file in messages.
 * @param open gives an array by its name, in float64, or undefined when there is none.
 * @throws SvccaError `format` when they are no moments, of another version, or not whole.
 */
export async function momentsFromArrays(
  name: string,
  open: (
    array: string,
  ) => Promise<{ readonly shape: readonly number[]; readonly data: ArrayLike<number> } | undefined>,
): Promise<StoredMoments> {
  const bytes = await open("meta");
  const meta = bytes && metaOf(bytes.data);
  if (!meta) {
    throw new SvccaError(
      "format",
      `${name}: no second moments; give a file that svcca moments or svcca merge wrote`,
      { file: name },
    );
  }
  if (meta.version !== VERSION) {
    throw new SvccaError(
      "format",
      `${name}: moments of version ${meta.version}, this program reads version ${VERSION}; collect them again with svcca moments`,
      { file: name, version: meta.version },
    );
  }
  const read = async (array: string, shape: readonly number[]): Promise<Float64Array> => {
    const found = await open(array);
    if (found && found.shape.join() === shape.join()) {
      const data = Float64Array.from(found.data);
      if (data.every(Number.isFinite)) return data;
    }
    throw new SvccaError(
      "format",
      `${name}: ${array} is missing, of another shape than (${shape.join(", ")}), or not finite; collect the moments again with svcca moments`,
      { file: name, array, shape: found?.shape },
    );
  };
  const layers = [];
  for (const [i, layer] of meta.layers.entries()) {
    const d = (await open(`mean${i}`))?.shape[0] ?? 0;
    layers.push({
      name: layer,
      mean: await read(`mean${i}`, [d]),
      gram: { rows: d, cols: d, data: await read(`gram${i}`, [d, d]) },
    });
  }
  const crosses = [];
  for (const [k, [x, y]] of meta.pairs.entries()) {
    const rows = layers[x]?.mean.length ?? 0;
    const cols = layers[y]?.mean.length ?? 0;
    crosses.push({ x, y, product: { rows, cols, data: await read(`cross${k}`, [rows, cols]) } });
  }
  return { moments: { datapoints: meta.datapoints, layers, crosses }, origins: meta.origins };
}

function metaOf(bytes: ArrayLike<number>): Meta | undefined {
  try {
    const meta = JSON.parse(
      new TextDecoder("utf-8", { fatal: true }).decode(Uint8Array.from(bytes)),
    );
    const lists = [meta.layers, meta.pairs, meta.origins].every(Array.isArray);
    const whole = lists && Number.isSafeInteger(meta.datapoints) && meta.datapoints > 0;
    return meta.format === "svcca-moments" && whole ? meta : undefined;
  } catch {
    return undefined;
  }
}
