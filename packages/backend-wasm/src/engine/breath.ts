/** How long the event loop may be held before timers and an abort get their turn, ms. */
const HOLD_MS = 50;
/** A pause between two calls that is as good as a turn of the event loop, ms. */
const IDLE_MS = 1;

/** Lets the event loop run every 50 ms, in one long call or in many short ones. */
export class Breath {
  private last = 0;
  private left = 0;

  /** To be called when a call begins. */
  enter(): void {
    const now = performance.now();
    if (now - this.left > IDLE_MS) this.last = now;
  }

  /** To be called when a call ends. */
  leave(): void {
    this.left = performance.now();
  }

  /**
   * To be awaited between the steps of a call; no time is lost when it is not yet due.
   *
   * @throws the signal's reason once it is aborted.
   */
  take(signal: AbortSignal | undefined): Promise<void> | undefined {
    if (performance.now() - this.last < HOLD_MS) return undefined;
    return new Promise((resolve, reject) => {
      setTimeout(() => {
        this.last = performance.now();
        if (signal?.aborted) reject(signal.reason);
        else resolve();
      }, 0);
    });
  }
}
