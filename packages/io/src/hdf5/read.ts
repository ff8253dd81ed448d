import { rowWidth } from "../source.js";
import type { Dataset, OpenHdf5 } from "./describe.js";
import type { Library } from "./library.js";
import { checkWritten } from "./written.js";

/** Bytes of one call of HDF5: what fits the caches is read twice as fast as large pieces. */
const PIECE = 2 ** 22;
/** Rows that share chunks are decompressed together and kept up to this size, for the next read. */
const BAND = 2 ** 26;

/** Rows that were decompressed and not yet all asked for. */
export interface Band {
  readonly dataset: Dataset;
  readonly start: number;
  readonly bytes: Uint8Array;
}

/**
 * Rows `start` to `end` of a dataset, little-endian, and the band that its end lies in.
 *
 * @param kept the band of the read before.
 * @throws SvccaError `format` when some of them were never written.
 */
export function readRows(
  library: Library,
  file: OpenHdf5,
  dataset: Dataset,
  start: number,
  end: number,
  kept?: Band,
): { bytes: Uint8Array<ArrayBuffer>; band?: Band } {
  checkWritten(file, dataset, start, end);
  const rows = dataset.shape[0] ?? 1;
  const rowBytes = rowWidth(dataset.shape) * dataset.itemsize;
  const out = new Uint8Array((end - start) * rowBytes);
  const bandRows = dataset.filtered ? (dataset.chunks?.[0] ?? 1) : 1;
  const useBands = bandRows > 1 && bandRows * rowBytes <= BAND;
  // A whole number of bands at a time, so that no chunk is decompressed twice.
  const unit = useBands ? bandRows : 1;
  const step = Math.max(1, Math.floor(PIECE / Math.max(1, rowBytes * unit))) * unit;
  let band = kept?.dataset === dataset ? kept : undefined;
  for (let at = start; at < end && rowBytes > 0; ) {
    const first = Math.floor(at / unit) * unit;
    const last = Math.min(first + unit, rows);
    if (useBands && (at > first || end < last)) {
      if (band?.start !== first) {
        const bytes = new Uint8Array((last - first) * rowBytes);
        readPiece(library, file, dataset, first, last, bytes);
        band = { dataset, start: first, bytes };
      }
      const to = Math.min(end, last);
      const part = band.bytes.subarray((at - first) * rowBytes, (to - first) * rowBytes);
      out.set(part, (at - start) * rowBytes);
      at = to;
    } else {
      let to = Math.min(end, at + step);
      if (to < rows) to = Math.max(at + 1, to - (useBands ? to % unit : 0));
      const place = out.subarray((at - start) * rowBytes, (to - start) * rowBytes);
      readPiece(library, file, dataset, at, to, place);
      at = to;
    }
  }
  return band ? { bytes: out, band } : { bytes: out };
}

function readPiece(
  { h5 }: Library,
  file: OpenHdf5,
  { path, shape }: Dataset,
  start: number,
  end: number,
  out: Uint8Array,
): void {
  const pointer = h5._malloc(out.length);
  if (pointer === 0) throw new RangeError(`no memory for ${out.length} bytes`);
  try {
    const rest = shape.slice(1);
    const [count, offset, strides] =
      shape.length === 0
        ? [null, null, null]
        : [
            [BigInt(end - start), ...rest.map(BigInt)],
            [BigInt(start), ...rest.map(() => 0n)],
            shape.map(() => 1n),
          ];
    const status = h5.get_dataset_data(file.id, path, count, offset, strides, BigInt(pointer));
    if (status < 0) throw new Error("HDF5 could not read it");
    out.set(h5.HEAPU8.subarray(pointer, pointer + out.length));
  } finally {
    h5._free(pointer);
  }
}
