import { type ArraySource, type CallOptions, SvccaError } from "@svcca/linalg";
import type { ByteSource } from "../bytes.js";
import { type NpyHeader, readNpyHeader } from "./header.js";

/**
 * An npy file as an array that is read in blocks of rows. Nothing but the header is read before
 * `read` is called, and nothing is allocated for a shape whose values are not there.
 *
 * @param name what to call it in messages.
 * @throws SvccaError `format` for a damaged file, `unsupported` for values that are not numbers.
 */
export async function openNpy(
  bytes: ByteSource,
  name: string,
  options: CallOptions = {},
): Promise<ArraySource & { readonly fortranOrder: boolean }> {
  const header = await readNpyHeader(bytes, name, options);
  const rows = header.shape[0] ?? 1;
  const { dtype, shape, fortranOrder } = header;
  return {
    name,
    shape,
    dtype: dtype.name,
    attributes: {},
    fortranOrder,
    async read(start, end, call = {}) {
      if (
        !(
          Number.isSafeInteger(start) &&
          Number.isSafeInteger(end) &&
          start >= 0 &&
          start <= end &&
          end <= rows
        )
      ) {
        throw new SvccaError(
          "invalid-argument",
          `${name}: rows ${start} to ${end} of an array with ${rows}; give 0 <= start <= end <= ${rows}`,
          { start, end, rows },
        );
      }
      call.signal?.throwIfAborted();
      const width = shape.slice(1).reduce((product, n) => product * n, 1);
      if (fortranOrder && shape.length > 1)
        return readFortran(bytes, header, start, end, name, call);
      const rowBytes = width * dtype.itemsize;
      const from = header.dataStart + start * rowBytes;
      const block = await bytes.slice(from, from + (end - start) * rowBytes, call);
      return dtype.decode(block, (end - start) * width, name);
    },
  };
}

/** In Fortran order each "column" (one place in a row) is stored together, over all rows. */
async function readFortran(
  bytes: ByteSource,
  { dtype, shape, dataStart }: NpyHeader,
  start: number,
  end: number,
  name: string,
  call: CallOptions,
): Promise<Float32Array | Float64Array> {
  const rows = shape[0]!;
  const count = end - start;
  const inner = shape.slice(1);
  const width = inner.reduce((product, n) => product * n, 1);
  const whole = start === 0 && end === rows;
  const all = whole ? await bytes.slice(dataStart, bytes.byteLength, call) : undefined;
  const empty = dtype.decode(new Uint8Array(0), 0, name);
  const out = new (empty.constructor as Float64ArrayConstructor)(count * width * dtype.parts);
  const index = inner.map(() => 0);
  for (let column = 0; column < width; column++) {
    const from = (column * rows + start) * dtype.itemsize;
    const to = from + count * dtype.itemsize;
    const part = all
      ? all.subarray(from, to)
      : await bytes.slice(dataStart + from, dataStart + to, call);
    const values = dtype.decode(part, count, name);
    const place = index.reduce((offset, i, axis) => offset * inner[axis]! + i, 0);
    for (let i = 0; i < count; i++) {
      for (let p = 0; p < dtype.parts; p++) {
        out[(i * width + place) * dtype.parts + p] = values[i * dtype.parts + p]!;
      }
    }
    // The first axis of the row runs fastest.
    for (let axis = 0; axis < inner.length; axis++) {
      index[axis]!++;
      if (index[axis]! < inner[axis]!) break;
      index[axis] = 0;
    }
  }
  return out;
}
