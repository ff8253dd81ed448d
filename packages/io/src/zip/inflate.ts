/** Decompresses a stream of bytes. Ending the iteration early lets go of the stream. */
export type Inflate = (
  format: "deflate-raw" | "gzip",
  compressed: AsyncIterable<Uint8Array>,
) => AsyncIterable<Uint8Array>;

/** By what browsers have (and Node, where zlib is faster). */
export const inflateByPlatform: Inflate = async function* (format, compressed) {
  const source = compressed[Symbol.asyncIterator]();
  const stream = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await source.next();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    async cancel() {
      await source.return?.();
    },
  });
  const through = new DecompressionStream(format) as ReadableWritablePair<Uint8Array, Uint8Array>;
  const reader = stream.pipeThrough(through).getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    reader.cancel().catch(() => {});
  }
};
