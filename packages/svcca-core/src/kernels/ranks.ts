/** The rank of each value, from 1; equal values share the mean of their ranks. */
export function ranksOf(values: Float64Array): Float64Array {
  const order = Uint32Array.from(values, (_, i) => i).sort((i, j) => values[i]! - values[j]!);
  const ranks = new Float64Array(values.length);
  for (let start = 0; start < order.length; ) {
    let end = start + 1;
    while (end < order.length && values[order[end]!] === values[order[start]!]) end++;
    for (let i = start; i < end; i++) ranks[order[i]!] = (start + end + 1) / 2;
    start = end;
  }
  return ranks;
}

/** `values` with mean 0 and unit sum of squares, or undefined when they are all the same. */
export function standardized(values: Float64Array): Float64Array | undefined {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const centred = values.map((value) => value - mean);
  const largest = centred.reduce((max, value) => Math.max(max, Math.abs(value)), 0);
  // A constant row may leave rounding behind.
  if (largest <= 8 * 2 ** -53 * Math.abs(mean) || largest === 0) return undefined;
  const norm = Math.sqrt(centred.reduce((sum, value) => sum + (value / largest) ** 2, 0)) * largest;
  return centred.map((value) => value / norm);
}
