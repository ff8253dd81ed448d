import { SvccaError } from "@svcca/linalg";
import { FLOAT16_OVERFLOW, toFloat16 } from "./float16.js";

type Values = Float32Array | Float64Array;

/** The types that values can be written as. */
export const WRITE_DTYPES = [
  "float16",
  "float32",
  "float64",
  "int8",
  "int16",
  "int32",
  "int64",
  "uint8",
  "uint16",
  "uint32",
  "uint64",
  "bool",
] as const;
export type WriteDtype = (typeof WRITE_DTYPES)[number];

/** Stored forms by their NumPy kind and size. */
interface Form {
  readonly size: number;
  readonly put: (view: DataView, offset: number, value: number) => void;
  /** The least and the most that it holds, all whole; without them any number goes. */
  readonly range?: readonly [number, number];
}

const int = (size: number, signed: boolean, put: Form["put"]): Form => {
  const bits = size * 8;
  const most = signed ? 2 ** (bits - 1) : 2 ** bits;
  return { size, put, range: [signed ? -most : 0, most - 1] };
};

const FORMS: Readonly<Record<string, Form>> = {
  f2: { size: 2, put: (v, o, x) => v.setUint16(o, toFloat16(x), true) },
  f4: { size: 4, put: (v, o, x) => v.setFloat32(o, x, true) },
  f8: { size: 8, put: (v, o, x) => v.setFloat64(o, x, true) },
  c8: { size: 4, put: (v, o, x) => v.setFloat32(o, x, true) },
  c16: { size: 8, put: (v, o, x) => v.setFloat64(o, x, true) },
  i1: int(1, true, (v, o, x) => v.setInt8(o, x)),
  i2: int(2, true, (v, o, x) => v.setInt16(o, x, true)),
  i4: int(4, true, (v, o, x) => v.setInt32(o, x, true)),
  i8: int(8, true, (v, o, x) => v.setBigInt64(o, BigInt(x), true)),
  u1: int(1, false, (v, o, x) => v.setUint8(o, x)),
  u2: int(2, false, (v, o, x) => v.setUint16(o, x, true)),
  u4: int(4, false, (v, o, x) => v.setUint32(o, x, true)),
  u8: int(8, false, (v, o, x) => v.setBigUint64(o, BigInt(x), true)),
  b1: { size: 1, put: (v, o, x) => v.setUint8(o, x), range: [0, 1] },
};

/** The NumPy name, little-endian, of a type that was chosen, or of the stored one. */
export function writtenDtype(stored: string, chosen?: WriteDtype): string {
  const kind = chosen
    ? `${chosen === "bool" ? "b" : chosen[0]}${chosen === "bool" ? 1 : Number(/\d+$/.exec(chosen)![0]) / 8}`
    : stored.slice(1);
  return `${/1$/.test(kind) ? "|" : "<"}${kind}`;
}

/** Bytes of one value, both parts of a complex one. */
export function itemsizeOf(dtype: string): number {
  return FORMS[dtype.slice(1)]!.size * (dtype[1] === "c" ? 2 : 1);
}

/**
 * Values as bytes of a type, little-endian. Floating point is rounded to nearest; what does not
 * fit at all is refused, since a wrong number would look like any other.
 *
 * @param where the name of the array, for the message.
 * @throws SvccaError `invalid-argument` for a fraction or a number out of range of an integer
 *   type, and for a finite number that would become infinite.
 */
export function encodeValues(values: Values, dtype: string, where: string): Uint8Array {
  const same = values instanceof Float32Array ? /f4$|c8$/ : /f8$|c16$/;
  // The machines that JavaScript runs on are little-endian, so these are stored as they are.
  if (same.test(dtype)) return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  const { size, put, range } = FORMS[dtype.slice(1)]!;
  const out = new Uint8Array(values.length * size);
  const view = new DataView(out.buffer);
  const most = dtype === "<f2" ? FLOAT16_OVERFLOW : dtype === "<f4" ? FLOAT32_OVERFLOW : Infinity;
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    const fits = range
      ? Number.isInteger(value) && value >= range[0] && value <= range[1]
      : !(Math.abs(value) >= most && Number.isFinite(value));
    if (!fits) {
      throw new SvccaError(
        "invalid-argument",
        `${where}: ${value} cannot be written as ${dtype}; choose a wider type (--dtype)`,
        { value, dtype },
      );
    }
    put(view, i * size, value);
  }
  return out;
}

/** From half of the last place above the largest float32: rounds to infinity. */
const FLOAT32_OVERFLOW = (2 - 2 ** -24) * 2 ** 127;
