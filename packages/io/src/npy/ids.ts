import { SvccaError } from "@svcca/linalg";
import type { ByteSource } from "../bytes/byte-source.js";
import { printable } from "../printable.js";
import { readNpyHeader } from "./header.js";

/** More than any list of names takes. */
const MOST_BYTES = 2 ** 28;

interface IdType {
  readonly name: string;
  readonly itemsize: number;
  readonly decode: (view: DataView, at: number) => string;
}

/**
 * An npy file of one axis of text (`<U8`, `|S8`) or whole numbers, as text. Numbers of 8 bytes are
 * exact, also those that no float64 holds: hashes.
 *
 * @throws SvccaError `unsupported` for other types and shapes, and what the header's reading throws.
 */
export async function readNpyIds(bytes: ByteSource, name: string): Promise<string[]> {
  const { dtype, shape, dataStart } = await readNpyHeader(bytes, name, idType);
  if (shape.length !== 1 || bytes.byteLength > MOST_BYTES) {
    throw new SvccaError(
      "unsupported",
      `${name}: ids of shape (${shape.join(", ")}); give one for each datapoint`,
      { shape },
    );
  }
  const data = await bytes.slice(dataStart, bytes.byteLength);
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  return Array.from({ length: shape[0]! }, (_, i) => dtype.decode(view, i * dtype.itemsize));
}

function idType(descr: string, where: string): IdType {
  const [, order, kind, digits] = /^([<>|=])([USiu])(\d{1,6})$/.exec(descr) ?? [];
  const size = Number(digits);
  const little = order !== ">";
  const whole = [1, 2, 4, 8].includes(size);
  if (kind === "U") return { name: descr, itemsize: 4 * size, decode: utf32(size, little) };
  if (kind === "S") return { name: descr, itemsize: size, decode: utf8(size) };
  if (kind && whole) {
    return { name: descr, itemsize: size, decode: integer(size, kind === "i", little) };
  }
  throw new SvccaError(
    "unsupported",
    `${where}: ids of dtype "${printable(descr, 40)}"; give text or whole numbers, for example x.astype(str)`,
    { dtype: descr },
  );
}

/** Text fills its room from the left, the rest is zeros. */
function utf32(length: number, little: boolean): IdType["decode"] {
  return (view, at) => {
    let text = "";
    for (let i = 0; i < length; i++) {
      const code = view.getUint32(at + 4 * i, little);
      if (code === 0) break;
      text += code > 0x10ffff ? "\ufffd" : String.fromCodePoint(code);
    }
    return text;
  };
}

function utf8(length: number): IdType["decode"] {
  const decoder = new TextDecoder();
  return (view, at) => {
    const bytes = new Uint8Array(view.buffer, view.byteOffset + at, length);
    const end = bytes.indexOf(0);
    return decoder.decode(end < 0 ? bytes : bytes.subarray(0, end));
  };
}

function integer(size: number, signed: boolean, little: boolean): IdType["decode"] {
  return (view, at) => {
    let bits = 0n;
    for (let i = 0; i < size; i++) {
      const place = little ? size - 1 - i : i;
      bits = (bits << 8n) | BigInt(view.getUint8(at + place));
    }
    return String(signed ? BigInt.asIntN(size * 8, bits) : bits);
  };
}
