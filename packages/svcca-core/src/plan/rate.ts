/** Operations a second, as far as a short try can tell. */
export type Rate = number;

/** Seconds that one try may take. */
const BUDGET = 0.004;

/** Some work that can be done again and again, and how many operations it is. */
export interface Kernel {
  readonly flops: number;
  run(): Promise<unknown>;
}

/**
 * Runs a kernel at growing sizes, up to the wanted one, as long as the next is expected to stay in
 * the budget: rates grow with the size, and the largest try says most.
 *
 * @param sizes ascending.
 * @param kernelOf the work at a size.
 */
export async function rateOf(
  sizes: readonly number[],
  kernelOf: (size: number) => Kernel,
): Promise<Rate> {
  let rate = 0;
  for (const [i, size] of sizes.entries()) {
    const { flops, run } = kernelOf(size);
    const seconds = await shortest(run);
    rate = flops / seconds;
    const next = sizes[i + 1];
    if (next !== undefined && seconds * (next / size) ** 3 > BUDGET) break;
  }
  return rate;
}

/**
 * The least time of three, in seconds: the first warms up, and other programs only make it longer.
 */
export async function shortest(run: () => Promise<unknown>): Promise<number> {
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i < 3; i++) {
    const start = performance.now();
    await run();
    least = Math.min(least, performance.now() - start);
  }
  // Clocks of browsers count in steps of up to 0.1 ms.
  return Math.max(0.01, least) / 1000;
}

/** Sizes to try a kernel at, doubled up to the wanted one and no further than `most`. */
export function sizesUpTo(wanted: number, most: number): number[] {
  const last = Math.max(1, Math.min(wanted, most));
  const sizes = [last];
  while (sizes[0]! > 48) sizes.unshift(Math.ceil(sizes[0]! / 2));
  return sizes;
}
