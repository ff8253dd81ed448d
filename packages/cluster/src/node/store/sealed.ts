import { createHash } from "node:crypto";
import type { BlobStore } from "../../store/blob-store.js";

const HASH_BYTES = 32;

/**
 * What is under `key`, or, when there is nothing whole, what `make` gives, which is then kept. Bytes
 * are stored behind their SHA-256, so what a disk or a network damaged is made again, not used.
 */
export async function keep(
  store: BlobStore,
  key: string,
  make: () => Promise<Uint8Array>,
): Promise<Uint8Array> {
  const sealed = await store.update(key, async (before) =>
    unsealed(before) ? undefined : seal(await make()),
  );
  return unsealed(sealed)!;
}

/** What is under `key`; undefined when there is nothing, or nothing whole. */
export async function load(store: BlobStore, key: string): Promise<Uint8Array | undefined> {
  return unsealed(await store.update(key, async () => undefined));
}

/** Whether there is something under `key`; whether it is whole, its reader finds out. */
export async function has(store: BlobStore, key: string): Promise<boolean> {
  if (store.has) return store.has(key);
  return (await store.update(key, async () => undefined)) !== undefined;
}

function seal(bytes: Uint8Array): Uint8Array {
  return Buffer.concat([hashOf(bytes), bytes]);
}

function unsealed(sealed: Uint8Array | undefined): Uint8Array | undefined {
  if (!sealed || sealed.length < HASH_BYTES) return undefined;
  const bytes = sealed.subarray(HASH_BYTES);
  return hashOf(bytes).equals(sealed.subarray(0, HASH_BYTES)) ? bytes : undefined;
}

function hashOf(bytes: Uint8Array): Buffer {
  return createHash("sha256").update(bytes).digest();
}
