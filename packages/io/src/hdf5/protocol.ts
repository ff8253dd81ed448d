import type { ErrorCode, ErrorFacts } from "@svcca/linalg";

/** A file as the worker opens it: a path in Node, a path to mount a Blob at in a browser. */
export interface Hdf5File {
  readonly path: string;
  readonly blob?: Blob;
  /** What to call it in messages. */
  readonly name: string;
}

/** What a dataset of numbers is. */
export interface Described {
  /** Its own path, links resolved. */
  readonly path: string;
  readonly shape: readonly number[];
  /** As NumPy writes it. */
  readonly dtype: string;
  /** Stored as bfloat16, which NumPy does not have: the values are those of `dtype`. */
  readonly bfloat16: boolean;
  readonly attributes: Readonly<Record<string, string>>;
}

/** All datasets, by their paths without the leading slash, from the group that was asked for. */
export interface Listed {
  readonly paths: readonly string[];
  /** How many links lead to other files; they are not followed. */
  readonly external: number;
}

/** What is asked of the worker, and what it answers. */
export type Hdf5Request =
  // Listed, of the whole file or below a group
  | { readonly op: "list"; readonly group?: string }
  | { readonly op: "describe"; readonly path: string } // Described
  | { readonly op: "texts"; readonly path: string } // string[]: a dataset of text
  // Uint8Array: rows of the dataset, little-endian
  | { readonly op: "read"; readonly path: string; readonly start: number; readonly end: number }
  | { readonly op: "close" } // undefined
  | WriteRequest; // undefined

/** A file is created, given its datasets one by one and each its rows in order, and closed. */
export type WriteRequest =
  | { readonly op: "create" }
  | {
      readonly op: "dataset";
      readonly path: string;
      readonly shape: readonly number[];
      /** As NumPy writes it, little-endian: integers, floats of 4 or 8 bytes, complex. */
      readonly dtype: string;
      readonly attributes: Readonly<Record<string, string>>;
      readonly compress: boolean;
    }
  | { readonly op: "rows"; readonly start: number; readonly rows: number; bytes: Uint8Array };

export interface Envelope {
  readonly id: number;
  readonly file: Hdf5File;
  readonly request: Hdf5Request;
}

export type Reply =
  | { readonly id: number; readonly value: unknown }
  | {
      readonly id: number;
      readonly error: {
        readonly code: ErrorCode;
        readonly message: string;
        readonly facts: ErrorFacts;
      };
      /** The library may be left in any state: start a new worker. */
      readonly fatal: boolean;
    };
