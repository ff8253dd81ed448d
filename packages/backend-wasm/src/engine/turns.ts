/** Calls one after the other, in the order in which they came. */
export class Turns {
  private last: Promise<void> = Promise.resolve();

  /** Waits for all turns before; gives back how to end this one. */
  async take(): Promise<() => void> {
    const before = this.last;
    let end = () => {};
    this.last = new Promise((resolve) => {
      end = resolve;
    });
    await before;
    return end;
  }
}
