/** Neighbours that had to move apart, moved together. */
interface Cluster {
  first: number;
  count: number;
  /** Where the first member would like to be, summed over the members. */
  sum: number;
}

/**
 * Places labels at least `gap` apart within [low, high], with the least sum of squared moves from
 * the wanted places (pooling of adjacent violators). The order of equal places is the order given.
 *
 * @returns the places in the order of `wanted`. They leave [low, high] only where it is too short.
 */
export function spread(
  wanted: readonly number[],
  gap: number,
  low: number,
  high: number,
): number[] {
  const order = wanted.map((_, index) => index).sort((a, b) => wanted[a]! - wanted[b]! || a - b);
  const last = Math.max(low, high - (wanted.length - 1) * gap);
  const start = (cluster: Cluster) =>
    Math.min(last, Math.max(low, cluster.sum / cluster.count)) + cluster.first * gap;
  const clusters: Cluster[] = [];
  order.forEach((index, rank) => {
    // Measured from its rank, a label's place does not depend on how many stand before it.
    let cluster: Cluster = { first: rank, count: 1, sum: wanted[index]! - rank * gap };
    let previous = clusters.at(-1);
    while (previous && previous.sum / previous.count >= cluster.sum / cluster.count) {
      cluster = {
        first: previous.first,
        count: previous.count + cluster.count,
        sum: previous.sum + cluster.sum,
      };
      clusters.pop();
      previous = clusters.at(-1);
    }
    clusters.push(cluster);
  });
  const places = new Array<number>(wanted.length);
  for (const cluster of clusters) {
    for (let member = 0; member < cluster.count; member++) {
      places[order[cluster.first + member]!] = start(cluster) + member * gap;
    }
  }
  return places;
}
