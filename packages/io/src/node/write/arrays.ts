import { extname } from "node:path";
import { type ArraySource, type CallOptions, SvccaError } from "@svcca/linalg";
import { printable } from "../../printable.js";
import { type WriteDtype, writtenDtype } from "../../values/encode.js";
import { hdf5Dtype, writeHdf5 } from "./hdf5.js";
import { npyBytes, writeBytes } from "./npy.js";
import { writeNpz } from "./npz.js";
import { type Planned, planned } from "./plan.js";
import { safetensorsBytes } from "./safetensors.js";
import { replaceFile } from "./temporary.js";

/** An array to write, by the name that it gets. */
export interface ArrayToWrite {
  readonly name: string;
  readonly source: ArraySource;
}

export interface WriteOptions extends CallOptions {
  /** The type to write as; by default each array's own, little-endian. */
  readonly dtype?: WriteDtype;
  /** Writes over a file that is there. False by default. */
  readonly force?: boolean;
  /** npz and HDF5: compresses with deflate. False by default, since activations gain little. */
  readonly compress?: boolean;
  /** Hears how many bytes of all are written. */
  readonly onProgress?: (done: number, total: number) => void;
}

/** The endings that say what a file is to be. */
export const WRITE_ENDINGS = [".npy", ".npz", ".h5", ".hdf5", ".safetensors"] as const;
type Ending = (typeof WRITE_ENDINGS)[number];

/**
 * Writes arrays to a file of the kind that its ending names, block by block, whole or not at all.
 * HDF5 gets float16 as float32 and bool as uint8; npy and npz have no place for attributes.
 *
 * @throws SvccaError `exists` when the file is there; `invalid-argument` for an ending that is not
 *   known, several arrays for one npy, two of one name, and values that do not fit the type;
 *   `unsupported` for types that the format does not have.
 */
export async function writeArrays(
  path: string,
  arrays: readonly ArrayToWrite[],
  options: WriteOptions = {},
): Promise<void> {
  const ending = endingOf(path);
  const compress = options.compress ?? false;
  check(path, ending, arrays, compress);
  let [done, total] = [0, 0];
  const wrote = (bytes: number) => {
    done += bytes;
    options.onProgress?.(done, total);
  };
  const isHdf5 = ending === ".h5" || ending === ".hdf5";
  const plans = arrays.map(({ name, source }): Planned => {
    const dtype = writtenDtype(source.dtype, options.dtype);
    if (source.dtype[1] === "c" && options.dtype) {
      throw new SvccaError(
        "invalid-argument",
        `${source.name}: complex values cannot be written as ${options.dtype}; leave out the type`,
        { dtype: source.dtype },
      );
    }
    return planned(name, source, isHdf5 ? hdf5Dtype(dtype) : dtype, wrote, options);
  });
  total = plans.reduce((sum, { byteLength }) => sum + byteLength, 0);
  await replaceFile(path, options.force ?? false, async (temporary) => {
    if (isHdf5) await writeHdf5(temporary, path, plans, compress);
    else if (ending === ".npz") await writeNpz(temporary, plans, compress);
    else
      await writeBytes(
        temporary,
        ending === ".npy" ? npyBytes(plans[0]!) : safetensorsBytes(plans),
      );
  });
}

function endingOf(path: string): Ending {
  const ending = extname(path).toLowerCase() as Ending;
  if (WRITE_ENDINGS.includes(ending)) return ending;
  throw new SvccaError(
    "invalid-argument",
    `${printable(path)}: no kind of file that is written; give a name that ends in ${WRITE_ENDINGS.join(", ")}`,
    { path, ending },
  );
}

function check(path: string, ending: Ending, arrays: readonly ArrayToWrite[], compress: boolean) {
  const wrong = (what: string) =>
    new SvccaError("invalid-argument", `${printable(path)}: ${what}`, { path });
  if (arrays.length === 0) throw wrong("no array to write");
  if (ending === ".npy" && arrays.length > 1) {
    throw wrong(`an npy file holds one array, not ${arrays.length}; name one, or write .npz`);
  }
  if (compress && (ending === ".npy" || ending === ".safetensors")) {
    throw wrong(`${ending} files are not compressed; write .npz or .h5`);
  }
  const names = arrays.map(({ name }) => name);
  const repeated = names.find((name, i) => names.indexOf(name) !== i);
  if (repeated !== undefined) throw wrong(`two arrays are called ${printable(repeated)}`);
}
