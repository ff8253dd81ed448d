import { type CallOptions, SvccaError } from "@svcca/linalg";
import type { ByteSource } from "../bytes/byte-source.js";
import type { Crc32 } from "./crc32.js";

/** A compressed entry of an archive. */
export interface CompressedEntry {
  readonly name: string;
  readonly byteLength: number;
  readonly crc32: number;
  /** Its bytes from the start, decompressed. */
  open(): AsyncIterable<Uint8Array>;
}

/**
 * A compressed entry as bytes: reads forwards continue one decompression, a read behind the
 * current place starts again. Holds no more than what is asked for.
 */
export function inflatedBytes(entry: CompressedEntry, crc32: Crc32): ByteSource {
  let chunks: AsyncIterator<Uint8Array> | undefined;
  let rest: Uint8Array = new Uint8Array(0);
  let at = 0;
  let sum = 0;

  function restart(): void {
    chunks?.return?.().catch(() => {});
    chunks = entry.open()[Symbol.asyncIterator]();
    rest = new Uint8Array(0);
    at = 0;
    sum = 0;
  }

  async function nextChunk(): Promise<Uint8Array | undefined> {
    const { done, value } = await chunks!.next();
    if (done) return undefined;
    sum = crc32(value, sum);
    return value;
  }

  /** Moves to `end`, putting what is from `start` on into `out`. */
  async function advance(start: number, end: number, out: Uint8Array): Promise<void> {
    while (at < end) {
      if (rest.length === 0) {
        const chunk = await nextChunk();
        if (!chunk) throw new Error("its data end early");
        rest = chunk;
      }
      const taken = rest.subarray(0, Math.min(rest.length, end - at));
      if (at + taken.length > start) {
        const skipped = Math.max(0, start - at);
        out.set(taken.subarray(skipped), at + skipped - start);
      }
      at += taken.length;
      rest = rest.subarray(taken.length);
    }
    if (at === entry.byteLength) {
      // The end of the stream is where its length is checked, and the sum is complete.
      if (rest.length > 0 || (await nextChunk())) throw new Error("it is longer than it says");
      if (sum !== entry.crc32) throw new Error("its checksum is wrong");
    }
  }

  async function read(start: number, end: number): Promise<Uint8Array> {
    const out = new Uint8Array(end - start);
    try {
      if (!chunks || start < at) restart();
      await advance(start, end, out);
    } catch (cause) {
      chunks = undefined;
      if (cause instanceof SvccaError) throw cause;
      throw new SvccaError(
        "format",
        `${entry.name}: the entry is damaged, ${(cause as Error).message}; write the file again`,
        { array: entry.name },
        { cause },
      );
    }
    return out;
  }

  // There is one stream, so reads wait for each other.
  let last: Promise<unknown> = Promise.resolve();
  return {
    byteLength: entry.byteLength,
    slice(start: number, end: number, options: CallOptions = {}) {
      const next = last.then(() => {
        options.signal?.throwIfAborted();
        return read(start, end);
      });
      last = next.catch(() => {});
      return next;
    },
  };
}
