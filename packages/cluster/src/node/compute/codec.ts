import {
  momentsFromArrays,
  momentsToArrays,
  type NamedArray,
  type StoredMoments,
} from "@svcca/core";
import { directionsFromArrays, type LayerDirections } from "@svcca/core/stages";
import { encodeNpz, fromBytes, openBytes } from "@svcca/io";

/** Moments as the bytes of the npz file that `svcca moments` writes. */
export function encodeMoments(stored: StoredMoments): Uint8Array {
  return encodeNpz(momentsToArrays(stored));
}

export async function decodeMoments(name: string, bytes: Uint8Array): Promise<StoredMoments> {
  return momentsFromArrays(name, await arraysIn(name, bytes));
}

export async function decodeDirections(name: string, bytes: Uint8Array): Promise<LayerDirections> {
  return directionsFromArrays(name, await arraysIn(name, bytes));
}

export function encodeJson(value: unknown): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(value));
}

export function decodeJson(bytes: Uint8Array) {
  return JSON.parse(new TextDecoder().decode(bytes));
}

async function arraysIn(name: string, bytes: Uint8Array) {
  const { arrays } = await openBytes(fromBytes(bytes), name);
  return async (
    wanted: string,
  ): Promise<(Pick<NamedArray, "shape"> & { data: ArrayLike<number> }) | undefined> => {
    const source = await arrays.find(({ array }) => array === wanted)?.open();
    return source && { shape: source.shape, data: await source.read(0, source.shape[0] ?? 1) };
  };
}
