import type { CallOptions } from "@svcca/linalg";
import type { ByteSource } from "../bytes/byte-source.js";
import { checkRows, type FileSource, rowSource, rowWidth } from "../source.js";
import { type Dtype, parseDtype } from "../values/dtype.js";
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
): Promise<FileSource> {
  const header = await readNpyHeader(bytes, name, parseDtype, options);
  const source = rowSource({ name, bytes, ...header });
  if (!header.fortranOrder) return source;
  if (header.shape.length < 2) return { ...source, fortranOrder: true };
  return {
    ...source,
    fortranOrder: true,
    async read(start, end, call = {}) {
      checkRows(name, start, end, header.shape[0]!);
      call.signal?.throwIfAborted();
      return readFortran(bytes, header, start, end, name, call);
    },
  };
}

/** In Fortran order each "column" (one place in a row) is stored together, over all rows. */
async function readFortran(
  bytes: ByteSource,
  { dtype, shape, dataStart }: NpyHeader<Dtype>,
  start: number,
  end: number,
  name: string,
  call: CallOptions,
): Promise<Float32Array | Float64Array> {
  const rows = shape[0]!;
  const count = end - start;
  const inner = shape.slice(1);
  const width = rowWidth(shape);
  const whole = start === 0 && end === rows;
  const all = whole ? await bytes.slice(dataStart, bytes.byteLength, call) : undefined;
  const out = dtype.allocate(count * width);
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
