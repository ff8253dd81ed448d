/** Bytes that one shard reads of a network at least: a second of work, and small beside the memory. */
const LEAST_BYTES = 256 * 2 ** 20;

/** A shard reads so many times what it writes: its moments, whose size does not depend on rows. */
const READ_OVER_WRITTEN = 8;

/**
 * Datapoints of a shard.
 *
 * @param bytesPerRow of the layers of a network.
 * @param momentsBytes what their second moments take.
 */
export function rowsOfShard(bytesPerRow: number, momentsBytes: number): number {
  const bytes = Math.max(LEAST_BYTES, READ_OVER_WRITTEN * momentsBytes);
  return Math.max(1, Math.floor(bytes / Math.max(1, bytesPerRow)));
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
