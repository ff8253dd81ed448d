import { printable } from "./printable.js";
import type { FileSource } from "./source.js";

/** An array of a file, by the name that it has there. */
export interface NamedArray {
  /** Its name in the file; the file's own name without ending where the file holds one array. */
  readonly array: string;
  /** Opens it. @throws SvccaError `format` or `unsupported`. */
  open(): Promise<FileSource>;
}

/** The arrays of a file. Each is opened on its own, so that a damaged one does not hide the rest. */
export type ArrayList = readonly NamedArray[];

/** What to call an array of a file in messages. */
export function within(file: string, array: string): string {
  return `${file}:${printable(array)}`;
}
