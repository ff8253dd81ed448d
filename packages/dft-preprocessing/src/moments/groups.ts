/** Groups of at most `size`, at least 1, as even as possible. */
export function groupsOf<T>(list: readonly T[], size: number): T[][] {
  const count = Math.ceil(list.length / Math.max(1, Math.floor(size)));
  const even = Math.ceil(list.length / count);
  return Array.from({ length: count }, (_, i) => list.slice(i * even, (i + 1) * even));
}
