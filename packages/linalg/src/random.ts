/**
 * A seeded source of uniform numbers in [0, 1): the same seed gives the same numbers everywhere.
 *
 * Source: Tommy Ettinger's mulberry32, public domain.
 *
 * @param seed any integer; its lower 32 bits count.
 */
export function uniform(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * 0 to `size - 1` in random order.
 *
 * Source: Fisher-Yates; Knuth, TAOCP 3.4.2, algorithm P.
 */
export function shuffledOrder(size: number, next: () => number): Uint32Array {
  const order = Uint32Array.from({ length: size }, (_, i) => i);
  for (let i = size - 1; i > 0; i--) {
    const j = Math.floor(next() * (i + 1));
    const held = order[i]!;
    order[i] = order[j]!;
    order[j] = held;
  }
  return order;
}
