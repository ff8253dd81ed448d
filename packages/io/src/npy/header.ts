import { type CallOptions, SvccaError } from "@svcca/linalg";
import type { ByteSource } from "../bytes/byte-source.js";
import { printable } from "../printable.js";
import { parsePythonDict } from "./python-dict.js";

/** What the size of a file is held against. */
interface Sized {
  readonly name: string;
  readonly itemsize: number;
}

/** What the header of an npy file says. */
export interface NpyHeader<D extends Sized> {
  readonly dtype: D;
  readonly shape: readonly number[];
  readonly fortranOrder: boolean;
  /** Where the values start. */
  readonly dataStart: number;
}

const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];
/** NumPy pads headers to 64 bytes; far more than any shape needs is a sign of a damaged file. */
const MOST_HEADER = 2 ** 20;

function damaged(where: string, what: string, facts: Record<string, unknown> = {}): SvccaError {
  return new SvccaError("format", `${where}: ${what}`, facts);
}

/**
 * Reads the header of an npy file of version 1, 2 or 3, and checks that the values it promises
 * are there.
 *
 * Source: numpy.lib.format, "NPY format".
 *
 * @param parse what the dtype of that name is; throws when it is of no use.
 * @throws SvccaError `format` or `unsupported`.
 */
export async function readNpyHeader<D extends Sized>(
  bytes: ByteSource,
  where: string,
  parse: (descr: string, where: string) => D,
  options: CallOptions = {},
): Promise<NpyHeader<D>> {
  const size = bytes.byteLength;
  if (size === 0) throw damaged(where, "the file is empty; write it again");
  const start = await bytes.slice(0, Math.min(12, size), options);
  if (!MAGIC.every((byte, i) => start[i] === byte)) {
    throw damaged(
      where,
      "not an npy file (it does not start with \\x93NUMPY); save it with np.save",
    );
  }
  const version = start[6] ?? 0;
  if (size >= 8 && (version < 1 || version > 3)) {
    throw damaged(where, `npy version ${version}; versions 1 to 3 are read`, { version });
  }
  const prefix = version === 1 ? 10 : 12;
  if (size < prefix) throw damaged(where, "the file ends inside its header; write it again");
  const view = new DataView(start.buffer, start.byteOffset, start.byteLength);
  const length = version === 1 ? view.getUint16(8, true) : view.getUint32(8, true);
  const dataStart = prefix + length;
  if (length > MOST_HEADER || dataStart > size) {
    throw damaged(
      where,
      `the header should take ${length} bytes, ${size - prefix} are there; write the file again`,
      { length, available: size - prefix },
    );
  }
  const text = new TextDecoder(version === 3 ? "utf-8" : "latin1").decode(
    await bytes.slice(prefix, dataStart, options),
  );
  const header = { ...interpret(text, where, parse), dataStart };
  const expected = header.shape.reduce((product, n) => product * n, header.dtype.itemsize);
  const found = size - dataStart;
  if (!Number.isSafeInteger(expected) || expected !== found) {
    const what = expected > found || !Number.isSafeInteger(expected) ? "cut short" : "too long";
    throw damaged(
      where,
      `the file is ${what}: shape (${header.shape.join(", ")}) of ${header.dtype.name} takes ${expected} bytes, ${found} are there; write it again`,
      { expected, found },
    );
  }
  return header;
}

function interpret<D extends Sized>(
  text: string,
  where: string,
  parse: (descr: string, where: string) => D,
): Omit<NpyHeader<D>, "dataStart"> {
  const dict = parsePythonDict(text);
  const wrong = (what: string) =>
    damaged(where, `${what} in the npy header ${printable(text.trim(), 80)}; write the file again`);
  if (!dict) throw wrong("no dictionary");
  const { descr, fortran_order: fortranOrder, shape, ...more } = dict;
  if (Object.keys(more).length > 0)
    throw wrong(`an unknown "${printable(Object.keys(more)[0]!, 20)}"`);
  if (Array.isArray(descr)) {
    throw new SvccaError(
      "unsupported",
      `${where}: records (a structured dtype) are not read; save each field as an array of its own`,
      {},
    );
  }
  if (typeof descr !== "string") throw wrong("no dtype");
  if (typeof fortranOrder !== "boolean") throw wrong("no fortran_order");
  if (!Array.isArray(shape)) throw wrong("no shape");
  const valid = shape.every((n): n is number => Number.isSafeInteger(n) && (n as number) >= 0);
  if (!valid) throw wrong("an impossible shape");
  return { dtype: parse(descr, where), shape, fortranOrder };
}
