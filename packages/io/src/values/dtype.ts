import { SvccaError } from "@svcca/linalg";
import { printable } from "../printable.js";
import { fromFloat16 } from "./float16.js";

type Values = Float32Array | Float64Array;

/** How the values of a dtype are stored and read. */
export interface Dtype {
  /** As NumPy writes it, for example `<f4`. */
  readonly name: string;
  /** Bytes of one value. */
  readonly itemsize: number;
  /** Numbers that one value becomes: 2 for complex. */
  readonly parts: 1 | 2;
  /** Room for `count` values. */
  allocate(count: number): Values;
  /** `count` values as numbers that hold them exactly. */
  decode(bytes: Uint8Array, count: number, where: string): Values;
}

type Getter = (view: DataView, offset: number, little: boolean) => number;

/** Bytes of one part, its reading, and whether 24 bits hold every value. */
interface Kind {
  readonly size: number;
  readonly parts?: 2;
  readonly single: boolean;
  readonly get: Getter;
}

const kinds: Readonly<Record<string, Kind>> = {
  b1: { size: 1, single: true, get: (v, o) => (v.getUint8(o) === 0 ? 0 : 1) },
  i1: { size: 1, single: true, get: (v, o) => v.getInt8(o) },
  u1: { size: 1, single: true, get: (v, o) => v.getUint8(o) },
  i2: { size: 2, single: true, get: (v, o, le) => v.getInt16(o, le) },
  u2: { size: 2, single: true, get: (v, o, le) => v.getUint16(o, le) },
  i4: { size: 4, single: false, get: (v, o, le) => v.getInt32(o, le) },
  u4: { size: 4, single: false, get: (v, o, le) => v.getUint32(o, le) },
  i8: { size: 8, single: false, get: (v, o, le) => Number(v.getBigInt64(o, le)) },
  u8: { size: 8, single: false, get: (v, o, le) => Number(v.getBigUint64(o, le)) },
  f2: { size: 2, single: true, get: (v, o, le) => fromFloat16(v.getUint16(o, le)) },
  f4: { size: 4, single: true, get: (v, o, le) => v.getFloat32(o, le) },
  f8: { size: 8, single: false, get: (v, o, le) => v.getFloat64(o, le) },
  c8: { size: 4, parts: 2, single: true, get: (v, o, le) => v.getFloat32(o, le) },
  c16: { size: 8, parts: 2, single: false, get: (v, o, le) => v.getFloat64(o, le) },
};

/**
 * The dtype that a NumPy descriptor names.
 *
 * @throws SvccaError `unsupported` for Python objects, text, dates and records.
 */
export function parseDtype(descr: string, where: string): Dtype {
  const kind = kinds[descr.slice(1)];
  if (!/^[<>|=]/.test(descr) || !kind) {
    const objects = descr.endsWith("O");
    throw new SvccaError(
      "unsupported",
      `${where}: dtype "${printable(descr, 40)}" ${objects ? "holds pickled Python objects, which are never read" : "is not numeric"}; save an array of numbers, for example x.astype("float32")`,
      { dtype: descr },
    );
  }
  // "=" is the order of the machine that wrote the file; all that NumPy runs on today are little.
  return dtypeOf(descr, kind, descr[0] !== ">");
}

/** The upper half of a float32 (little-endian), which NumPy has no name for: its values are `<f4`. */
export const bfloat16: Dtype = dtypeOf(
  "<f4",
  {
    size: 2,
    single: true,
    get(view, offset) {
      scratch.setUint16(0, view.getUint16(offset, true));
      return scratch.getFloat32(0);
    },
  },
  true,
);
const scratch = new DataView(new ArrayBuffer(4));

function dtypeOf(name: string, kind: Kind, little: boolean): Dtype {
  const parts = kind.parts ?? 1;
  const wide = /[iu]8$/.test(name);
  const allocate = (count: number) =>
    kind.single ? new Float32Array(count * parts) : new Float64Array(count * parts);
  return {
    name,
    itemsize: kind.size * parts,
    parts,
    allocate,
    decode(bytes, count, where) {
      const fast =
        little && kind === kinds[name.slice(1)] ? viewOf(bytes, count * parts, name) : undefined;
      if (fast) return fast;
      const out = allocate(count);
      const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      for (let i = 0; i < out.length; i++) {
        const value = kind.get(view, i * kind.size, little);
        if (wide && !Number.isSafeInteger(value)) {
          throw new SvccaError(
            "unsupported",
            `${where}: the integer ${value} is beyond 2^53, which float64 cannot hold exactly; save the array as float64 if that loss is meant`,
            { value, index: i },
          );
        }
        out[i] = value;
      }
      return out;
    },
  };
}

/** Little-endian floats need no decoding on the little-endian machines that JavaScript runs on. */
function viewOf(bytes: Uint8Array, length: number, name: string): Values | undefined {
  const types = { f4: Float32Array, c8: Float32Array, f8: Float64Array, c16: Float64Array };
  const Type = types[name.slice(1) as keyof typeof types];
  if (!Type) return undefined;
  const size = length * Type.BYTES_PER_ELEMENT;
  const aligned = bytes.byteOffset % Type.BYTES_PER_ELEMENT === 0 ? bytes : bytes.slice(0, size);
  return new Type(aligned.buffer as ArrayBuffer, aligned.byteOffset, length);
}
