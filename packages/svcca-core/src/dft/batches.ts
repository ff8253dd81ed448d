/** Complex values of a batch: enough frequencies for all threads, and 32 MB at the most. */
const BATCH_VALUES = 2 ** 21;

/** Frequencies as they come, some at a time: a backend decomposes many in one call. */
export async function* inBatches<T>(
  source: AsyncIterable<T>,
  valuesOf: (one: T) => number,
): AsyncGenerator<T[], void, undefined> {
  let batch: T[] = [];
  let values = 0;
  for await (const one of source) {
    batch.push(one);
    values += valuesOf(one);
    if (values < BATCH_VALUES) continue;
    yield batch;
    [batch, values] = [[], 0];
  }
  if (batch.length > 0) yield batch;
}
