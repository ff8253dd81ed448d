/**
 * Memory for copies, kept from call to call: that of new memory, which the system clears page by page,
 * would cost as much as the copies. The largest that was needed is held until the backend is released.
 */
export class Spaces {
  private readonly free: Float64Array[] = [];

  /** Runs `body` with `length` values, whatever they hold. Calls at the same time get their own. */
  async with<T>(length: number, body: (space: Float64Array) => Promise<T>): Promise<T> {
    const found = this.free.pop();
    const space = found && found.length >= length ? found : new Float64Array(length);
    try {
      return await body(space);
    } finally {
      if (space.length >= (this.free[0]?.length ?? 0)) this.free[0] = space;
    }
  }

  release(): void {
    this.free.length = 0;
  }
}
