import { type CallOptions, SvccaError } from "@svcca/linalg";
import type { ByteSource } from "../bytes/byte-source.js";
import { type FileSource, rowSource } from "../source.js";
import { parseDtype } from "../values/dtype.js";

/** The third byte of an IDX file. */
const DTYPES: Readonly<Record<number, string>> = {
  8: "|u1",
  9: "|i1",
  11: ">i2",
  12: ">i4",
  13: ">f4",
  14: ">f8",
};

/** Whether bytes start as an IDX file does. */
export function isIdx(start: Uint8Array): boolean {
  const dimensions = start[3] ?? 0;
  return start[0] === 0 && start[1] === 0 && start[2]! in DTYPES && dimensions > 0;
}

/**
 * An IDX file, the format of MNIST: all numbers big-endian, rows behind one another.
 *
 * Source: "The IDX file format" on the page of the MNIST database.
 *
 * @throws SvccaError `format` when it is no IDX file, or has another length than it says.
 */
export async function openIdx(
  bytes: ByteSource,
  name: string,
  options: CallOptions = {},
): Promise<FileSource> {
  const size = bytes.byteLength;
  const start = await bytes.slice(0, Math.min(4, size), options);
  if (size < 4 || !isIdx(start)) {
    throw new SvccaError(
      "format",
      `${name}: not an IDX file (it does not start with 00 00, a type and a number of dimensions)`,
      {},
    );
  }
  const dimensions = start[3]!;
  const dataStart = 4 + 4 * dimensions;
  if (size < dataStart) {
    throw new SvccaError("format", `${name}: the file ends inside its header; fetch it again`, {});
  }
  const head = await bytes.slice(4, dataStart, options);
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  const shape = Array.from({ length: dimensions }, (_, axis) => view.getUint32(axis * 4));
  const dtype = parseDtype(DTYPES[start[2]!]!, name);
  const expected = shape.reduce((product, n) => product * n, dtype.itemsize);
  if (expected !== size - dataStart) {
    throw new SvccaError(
      "format",
      `${name}: the file is ${expected > size - dataStart ? "cut short" : "too long"}: shape (${shape.join(", ")}) of ${dtype.name} takes ${expected} bytes, ${size - dataStart} are there; fetch it again`,
      { expected, found: size - dataStart },
    );
  }
  return rowSource({ name, shape, dtype, bytes, dataStart });
}
