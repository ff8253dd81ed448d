/** Operations a second, as far as a short try can tell. */
export type Rate = number;

/** Seconds that one try may take. */
const BUDGET = 0.06;

/** Seconds that each size is tried for. */
const TRY = 0.02;

/**
 * Seconds for the first size of a kind of work. A program that has just begun runs code that no compiler
 * has seen, at a twentieth of the speed that a comparison ends up with.
 */
const WARM_UP = 0.1;

/** Some work that can be done again and again, and how many operations it is. */
interface Kernel {
  readonly flops: number;
  run(): Promise<unknown>;
}

/** Sizes to try a kernel at, ascending. */
export interface Trial {
  readonly sizes: readonly number[];
  kernelOf(size: number): Kernel;
}

/**
 * Runs a kernel at growing sizes, up to the wanted one, as long as the next is expected to stay in
 * the budget: rates grow with the size, and the largest try says most.
 *
 * @param cold whether work of this kind has not been done yet.
 */
export async function rateOf({ sizes, kernelOf }: Trial, cold: boolean): Promise<Rate> {
  let rate = 0;
  for (const [i, size] of sizes.entries()) {
    const { flops, run } = kernelOf(size);
    const seconds = await shortest(run, cold && i === 0 ? WARM_UP : TRY);
    rate = flops / seconds;
    const next = sizes[i + 1];
    if (next !== undefined && seconds * (next / size) ** 3 > BUDGET) break;
  }
  return rate;
}

/**
 * The least time of three tries or more, in seconds: the first ones warm up, and other programs only
 * make it longer.
 *
 * @param least seconds to go on for.
 */
export async function shortest(run: () => Promise<unknown>, least = 0): Promise<number> {
  const begun = performance.now();
  let best = Number.POSITIVE_INFINITY;
  for (let i = 0; i < 3 || performance.now() - begun < 1000 * least; i++) {
    const start = performance.now();
    await run();
    best = Math.min(best, performance.now() - start);
  }
  // Clocks of browsers count in steps of up to 0.1 ms.
  return Math.max(0.01, best) / 1000;
}

/** Sizes to try a kernel at, doubled up to the wanted one and no further than `most`. */
export function sizesUpTo(wanted: number, most: number): number[] {
  const last = Math.max(1, Math.min(wanted, most));
  const sizes = [last];
  while (sizes[0]! > 48) sizes.unshift(Math.ceil(sizes[0]! / 2));
  return sizes;
}
