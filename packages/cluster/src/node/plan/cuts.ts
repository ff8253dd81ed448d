/** Bytes that one shard reads of a network: seconds of work, and small beside the memory. */
const SHARD_BYTES = 256 * 2 ** 20;

/** Datapoints of a shard of rows of that many bytes. */
export function rowsOfShard(bytesPerRow: number): number {
  return Math.max(1, Math.floor(SHARD_BYTES / Math.max(1, bytesPerRow)));
}

/**
 * Where datapoints are cut into shards: at every end of a part of any network, so that a shard lies
 * in one file of each, and between these into equal pieces of at most `most` rows.
 *
 * @param parts the rows of the parts of each network; the same sum for all.
 */
export function cutsOf(parts: readonly (readonly number[])[], most: number): number[] {
  const ends = new Set<number>();
  for (const rows of parts) {
    let end = 0;
    for (const one of rows) {
      end += one;
      ends.add(end);
    }
  }
  const cuts = [0];
  for (const end of [...ends].sort((a, b) => a - b)) {
    const start = cuts.at(-1)!;
    const pieces = Math.ceil((end - start) / most);
    for (let i = 1; i <= pieces; i++) cuts.push(start + Math.round(((end - start) * i) / pieces));
  }
  return cuts;
}
