import type { SvccaError } from "@svcca/linalg";

/** The wasm module of h5wasm. */
export type H5 = typeof import("h5wasm").Module;

/** HDF5 behind a guard: it sees the files that it may see, and its errors are exceptions. */
export interface Library {
  readonly h5: H5;
  /** Lets it open this file, or with `folder` everything in it. Nothing else can be opened. */
  allow(path: string, folder?: boolean): void;
  /** The last file that HDF5 asked for and was not given. */
  refused: string | undefined;
  /** Makes the plug-in of a filter loadable; false when the plug-ins are not installed. */
  loadPlugin(name: string): Promise<boolean>;
}

/** HDF5 found a fault in a file. The text of its error stack is not worth its cost. */
export class Hdf5Fault extends Error {}

/** emscripten's numbers of "no such file", and of opening a folder. */
const [ENOENT, O_DIRECTORY] = [44, 0x10000];

/**
 * Puts the guard around the module.
 *
 * HDF5 opens whatever a file names: targets of external links, sources of virtual datasets,
 * external storage, plug-ins. So opening is limited here, beneath all of it. Its error handler
 * writes the error stack to a temporary file after the library has unwound: that call is where an
 * error becomes an exception, and without the handler h5wasm ignores most of them.
 */
export function guard(h5: H5, loadPlugin: (name: string) => Promise<boolean>): Library {
  const files = new Set<string>();
  const folders: string[] = [];
  const fs = h5.FS as unknown as {
    open(path: unknown, ...rest: unknown[]): unknown;
    ErrnoError: new (errno: number) => Error;
  };
  const { open } = fs;
  fs.open = (path, ...rest) => {
    if (typeof path === "string" && !files.has(path)) {
      if (path.startsWith("/tmp/tmpfile_")) throw new Hdf5Fault("damaged");
      const allowed = folders.some((folder) => path === folder || path.startsWith(`${folder}/`));
      if (!allowed) {
        // Folders are where it looks for plug-ins, in vain.
        if (!(Number(rest[0]) & O_DIRECTORY)) library.refused = path;
        throw new fs.ErrnoError(ENOENT);
      }
    }
    return open.call(fs, path, ...rest);
  };
  h5.activate_throwing_error_handler();
  const library: Library = {
    h5,
    refused: undefined,
    loadPlugin,
    allow(path, folder = false) {
      if (folder) folders.push(path);
      else files.add(path);
    },
  };
  return library;
}

/** Whether an error says something about a file, and nothing about the state of the library. */
export function isAnswer(error: unknown): error is SvccaError {
  return error instanceof Error && error.name === "SvccaError";
}
