import { SvccaError } from "@svcca/linalg";
import { printable } from "../../printable.js";
import { SAFETENSORS_DTYPES } from "../../safetensors/dtypes.js";
import type { Planned } from "./plan.js";

/** Tensors start at a multiple of this, as the format's own writer has it. */
const ALIGNMENT = 8;

/**
 * The bytes of a safetensors file, as they come. An attribute `layout` becomes the metadata
 * `NAME.layout`; the format has no place for others.
 *
 * @throws SvccaError `unsupported` for complex128, which the format does not have.
 */
export async function* safetensorsBytes(arrays: readonly Planned[]): AsyncGenerator<Uint8Array> {
  const header: Record<string, object> = Object.create(null);
  const metadata: Record<string, string> = Object.create(null);
  let at = 0;
  for (const { name, dtype: stored, shape, byteLength, attributes } of arrays) {
    const found = Object.entries(SAFETENSORS_DTYPES).find(([, numpy]) => numpy === stored);
    if (!found || name === "__metadata__") {
      throw new SvccaError(
        "unsupported",
        `${printable(name)}: safetensors has no ${found ? "such name" : stored}; write npz or HDF5`,
        { array: name, dtype: stored },
      );
    }
    if (attributes.layout !== undefined) metadata[`${name}.layout`] = attributes.layout;
    header[name] = { dtype: found[0], shape, data_offsets: [at, at + byteLength] };
    at += byteLength;
  }
  const entries = Object.keys(metadata).length > 0 ? { __metadata__: metadata, ...header } : header;
  const text = new TextEncoder().encode(JSON.stringify(entries));
  const length = Math.ceil(text.length / ALIGNMENT) * ALIGNMENT;
  const start = new Uint8Array(8 + length).fill(0x20);
  new DataView(start.buffer).setBigUint64(0, BigInt(length), true);
  start.set(text, 8);
  yield start;
  for (const array of arrays) for await (const { bytes } of array.blocks()) yield bytes;
}
