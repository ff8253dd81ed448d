/** How long the event loop may be held before timers and an abort get their turn, ms. */
const HOLD_MS = 50;

/**
 * A function to await inside a long loop: every 50 ms it lets the event loop run, so that a
 * signal can be aborted by a timer or a key, and it throws the signal's reason once it is.
 */
export function breather(signal: AbortSignal | undefined): () => Promise<void> | undefined {
  let last = Date.now();
  return () => {
    if (Date.now() - last < HOLD_MS) return undefined;
    return new Promise((resolve, reject) => {
      setTimeout(() => {
        last = Date.now();
        if (signal?.aborted) reject(signal.reason);
        else resolve();
      }, 0);
    });
  };
}
