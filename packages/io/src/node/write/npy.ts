import { open } from "node:fs/promises";
import { npyHeader } from "../../npy/encode.js";
import type { Planned } from "./plan.js";

/** The bytes of an npy file, as they come. */
export async function* npyBytes(array: Planned): AsyncGenerator<Uint8Array> {
  yield npyHeader(array.dtype, array.shape);
  for await (const { bytes } of array.blocks()) yield bytes;
}

/** Writes bytes as they come. */
export async function writeBytes(path: string, bytes: AsyncIterable<Uint8Array>): Promise<void> {
  const file = await open(path, "w");
  try {
    for await (const block of bytes) await file.writeFile(block);
  } finally {
    await file.close();
  }
}
