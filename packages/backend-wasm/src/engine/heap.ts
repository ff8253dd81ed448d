import { SvccaError } from "@svcca/linalg";

const PAGE = 65536;
/** A cache line: blocks begin on one, so that two threads never write to the same. */
const LINE = 64;

/**
 * Blocks of WebAssembly memory, the first that fits, merged with their neighbours when freed.
 * The memory grows to the largest need so far, and is given back with the whole backend.
 */
export class Heap {
  /** Address and size of what is free, by address. */
  private readonly free: { at: number; size: number }[] = [];

  /**
   * @param end where memory begins: the first bytes hold what threads tell each other.
   * @param limit where it ends. Default: with the last page there is, which may be any.
   */
  constructor(
    private readonly memory: WebAssembly.Memory,
    private end: number,
    private readonly limit = Number.POSITIVE_INFINITY,
  ) {}

  /**
   * The address of `bytes` bytes, whatever they hold.
   *
   * @throws SvccaError `unsupported` when the 4 GiB of a WebAssembly memory are not enough.
   */
  take(bytes: number): number {
    const size = Math.max(1, Math.ceil(bytes / LINE)) * LINE;
    const found = this.free.findIndex((block) => block.size >= size);
    if (found >= 0) {
      const block = this.free[found]!;
      const at = block.at;
      block.at += size;
      block.size -= size;
      if (block.size === 0) this.free.splice(found, 1);
      return at;
    }
    const last = this.free.at(-1);
    const at = last && last.at + last.size === this.end ? last.at : this.end;
    this.growTo(at + size);
    if (at !== this.end) this.free.pop();
    this.end = at + size;
    return at;
  }

  /** Gives back what {@link take} gave for as many bytes. */
  give(at: number, bytes: number): void {
    const size = Math.max(1, Math.ceil(bytes / LINE)) * LINE;
    const next = this.free.findIndex((block) => block.at > at);
    const index = next < 0 ? this.free.length : next;
    this.free.splice(index, 0, { at, size });
    this.mergeWithNext(index);
    this.mergeWithNext(index - 1);
  }

  private mergeWithNext(index: number): void {
    const block = this.free[index];
    const next = this.free[index + 1];
    if (!block || !next || block.at + block.size !== next.at) return;
    block.size += next.size;
    this.free.splice(index + 1, 1);
  }

  private growTo(end: number): void {
    if (end > this.limit) throw new RangeError(`${end - this.limit} bytes more than were reserved`);
    const missing = end - this.memory.buffer.byteLength;
    if (missing <= 0) return;
    try {
      this.memory.grow(Math.ceil(missing / PAGE));
    } catch (cause) {
      throw new SvccaError(
        "unsupported",
        `wasm: this needs ${(end / 2 ** 20).toFixed(0)} MiB of WebAssembly memory, and the engine gives no more than ${(this.memory.buffer.byteLength / 2 ** 20).toFixed(0)}; use the reference backend, or compare fewer neurons at once`,
        { bytes: end },
        { cause },
      );
    }
  }
}
