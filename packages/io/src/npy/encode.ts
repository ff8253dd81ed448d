import { SvccaError } from "@svcca/linalg";

/** An array to write: C order. */
export interface ArrayValues {
  /** The size of each axis; `[]` for a scalar. */
  readonly shape: readonly number[];
  readonly data: Float32Array | Float64Array | Int32Array | BigInt64Array | Uint8Array;
}

const DTYPES = {
  Float32Array: "<f4",
  Float64Array: "<f8",
  Int32Array: "<i4",
  BigInt64Array: "<i8",
  Uint8Array: "|u1",
} as const;

/** Data start at a multiple of this, as NumPy has it, so that they can be mapped into memory. */
const ALIGNMENT = 64;

/**
 * An array as an npy file, version 1.0: what `numpy.load` reads.
 *
 * @throws SvccaError `shape-mismatch` when the data do not fill the shape.
 */
export function encodeNpy({ shape, data }: ArrayValues): Uint8Array {
  const size = shape.reduce((product, n) => product * n, 1);
  if (size !== data.length) {
    throw new SvccaError(
      "shape-mismatch",
      `encodeNpy: ${data.length} values for shape (${shape.join(", ")}) = ${size}`,
      { received: data.length, shape },
    );
  }
  const head = npyHeader(DTYPES[data.constructor.name as keyof typeof DTYPES], shape);
  const out = new Uint8Array(head.length + data.byteLength);
  out.set(head);
  out.set(littleEndian(data), head.length);
  return out;
}

/**
 * The bytes before the data of an npy file, version 1.0: for data that are written behind it bit by
 * bit, little-endian and in C order.
 *
 * @param dtype as NumPy writes it: `<f4`.
 */
export function npyHeader(dtype: string, shape: readonly number[]): Uint8Array {
  const tuple = `(${shape.join(", ")}${shape.length === 1 ? "," : ""})`;
  const dict = `{'descr': '${dtype}', 'fortran_order': False, 'shape': ${tuple}, }`;
  const before = 10;
  const length = Math.ceil((before + dict.length + 1) / ALIGNMENT) * ALIGNMENT - before;
  const text = `${dict.padEnd(length - 1)}\n`;
  const magic = [0x93, ...new TextEncoder().encode("NUMPY"), 1, 0, length & 255, length >> 8];
  return Uint8Array.of(...magic, ...new TextEncoder().encode(text));
}

function littleEndian(data: ArrayValues["data"]): Uint8Array {
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  if (new Uint8Array(Uint16Array.of(1).buffer)[0] === 1) return bytes;
  const out = bytes.slice();
  const { BYTES_PER_ELEMENT: size } = data;
  for (let start = 0; start < out.length; start += size)
    out.subarray(start, start + size).reverse();
  return out;
}
