import type { ImageLayer } from "@svcca/dft-preprocessing";
import type { CallOptions, ComplexBackend } from "@svcca/linalg";
import { alongBytes } from "./along.js";
import { type ComparedFrequency, conclude, type FrequencyComparison } from "./frequency.js";
import { needsReading, readAgain } from "./read-again.js";

/** What concluding needs beside the comparisons. */
export interface ConcludeOptions {
  readonly backend: ComplexBackend;
  readonly call: CallOptions;
  /** Bytes for comparisons that wait, and for the blocks of a reading. */
  readonly memory: number;
  readonly onImages: (done: number, total: number) => void;
}

/** A frequency, and its place among those that were added. */
interface Waiting {
  readonly one: FrequencyComparison;
  readonly place: number;
}

/**
 * The results at the frequencies of two layers. Those whose covariances were not accurate enough
 * wait until the layers are read again for them: all in one go, or as soon as they fill the memory.
 */
export class Conclusions {
  private readonly found: (ComparedFrequency | undefined)[] = [];
  private waiting: Waiting[] = [];
  private bytes = 0;

  constructor(
    private readonly layers: readonly [ImageLayer, ImageLayer],
    private readonly options: ConcludeOptions,
  ) {}

  /** @param list undefined where a layer has no variance. */
  async add(list: readonly (FrequencyComparison | undefined)[]): Promise<void> {
    const { backend, memory } = this.options;
    const ready: Waiting[] = [];
    for (const one of list) {
      const place = this.found.push(undefined) - 1;
      if (one === undefined) continue;
      if (!needsReading(one, backend)) {
        ready.push({ one, place });
        continue;
      }
      this.waiting.push({ one, place });
      this.bytes += alongBytes(one);
      if (this.bytes > memory / 2) await this.read();
    }
    await this.conclude(ready);
  }

  /** The results at frequencies where both layers vary, in the order in which they were added. */
  async all(): Promise<ComparedFrequency[]> {
    await this.read();
    return this.found.filter((one) => one !== undefined);
  }

  private async read(): Promise<void> {
    const { backend, call, memory, onImages } = this.options;
    const list = this.waiting;
    this.waiting = [];
    this.bytes = 0;
    if (list.length === 0) return;
    const ones = list.map(({ one }) => one);
    const better = await readAgain(this.layers, ones, memory / 4, backend, call, onImages);
    await this.conclude(list.map(({ place }, i) => ({ one: better[i]!, place })));
  }

  private async conclude(list: readonly Waiting[]): Promise<void> {
    const { backend, call } = this.options;
    const ones = list.map(({ one }) => one);
    const concluded = await conclude(ones, backend, call);
    for (const [i, { place }] of list.entries()) this.found[place] = concluded[i];
  }
}
