import type { Engine } from "./engine.js";
import { type Scope, scoped } from "./scope.js";

/** A call that waits for its turn. */
export interface Waiting<T> {
  /** Values of memory that it takes in the company of others. */
  readonly values: number;
  readonly signal: AbortSignal | undefined;
  resolve(result: T): void;
  reject(reason: unknown): void;
}

/**
 * Calls that wait for their turn at the same time are answered together: small problems are solved side
 * by side, one on each thread, where threads that share one of them would meet all the time.
 */
export class Together<T, R extends Waiting<T>> {
  private readonly waiting: R[] = [];

  /**
   * @param most values of memory of the calls that are answered together; one is in any case.
   * @param answer settles all of these; what it throws is the answer to those that are left.
   */
  constructor(
    private readonly engine: Engine,
    private readonly most: number,
    private readonly answer: (scope: Scope, calls: readonly R[]) => Promise<void>,
  ) {}

  call(describe: (settle: Pick<Waiting<T>, "resolve" | "reject">) => R): Promise<T> {
    return new Promise((resolve, reject) => {
      this.waiting.push(describe({ resolve, reject }));
      // Whoever comes until the turn comes is taken along.
      if (this.waiting.length === 1) void this.run();
    });
  }

  private async run(): Promise<void> {
    await scoped(this.engine, undefined, async (scope) => {
      const calls = this.taken();
      if (this.waiting.length > 0) void this.run();
      try {
        await this.answer(scope, calls);
      } catch (reason) {
        for (const { signal, reject } of calls) reject(signal?.aborted ? signal.reason : reason);
      }
    });
  }

  private taken(): R[] {
    let values = 0;
    const end = this.waiting.findIndex((one, i) => {
      values += one.values;
      return i > 0 && values > this.most;
    });
    return this.waiting.splice(0, end < 0 ? this.waiting.length : end);
  }
}

/** Lets the event loop run when it is due; throws when all calls were aborted. */
export async function breatheFor(
  { breath }: Engine,
  calls: readonly Pick<Waiting<unknown>, "signal">[],
): Promise<void> {
  await breath.take(undefined);
  if (calls.every(({ signal }) => signal?.aborted)) calls[0]!.signal!.throwIfAborted();
}
