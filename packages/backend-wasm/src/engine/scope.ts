import type { Engine } from "./engine.js";
import type { Machine } from "./machine.js";

/** Memory that one call takes, and gives back all at once. */
export class Scope {
  private readonly taken: { at: number; bytes: number }[] = [];

  constructor(private readonly machine: Machine) {}

  /** The address of `count` float64 values, whatever they hold. */
  float64(count: number): number {
    const bytes = count * 8;
    const at = this.machine.heap.take(bytes);
    this.taken.push({ at, bytes });
    return at;
  }

  /** The address of `count` float64 zeros. */
  zeros(count: number): number {
    const at = this.float64(count);
    this.machine.float64(at, count).fill(0);
    return at;
  }

  release(): void {
    for (const { at, bytes } of this.taken.splice(0)) this.machine.heap.give(at, bytes);
  }
}

/**
 * Runs `body` when it is its turn: calls come one after the other, since each uses all threads,
 * and so that memory is that of one call. What it took is given back when it is done, whatever
 * comes.
 *
 * @throws the signal's reason when it is aborted by then.
 */
export async function scoped<T>(
  engine: Engine,
  signal: AbortSignal | undefined,
  body: (scope: Scope) => Promise<T>,
): Promise<T> {
  const leave = await engine.turns.take();
  const scope = new Scope(engine);
  engine.breath.enter();
  try {
    signal?.throwIfAborted();
    return await body(scope);
  } finally {
    engine.breath.leave();
    scope.release();
    leave();
  }
}
