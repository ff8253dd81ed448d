import type { Engine } from "./engine.js";

/** An algorithm in steps, between which whoever runs it may do something else. */
export type Steps<T> = Generator<undefined, T>;

/**
 * All steps, with turns for the event loop.
 *
 * @throws the signal's reason once it is aborted.
 */
export async function inTurns<T>(
  { breath }: Engine,
  steps: Steps<T>,
  signal: AbortSignal | undefined,
): Promise<T> {
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
    await breath.take(signal);
  }
}

/** All steps, one after the other. */
export function atOnce<T>(steps: Steps<T>): T {
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}
