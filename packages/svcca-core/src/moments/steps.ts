import { type Matrix64, matrix } from "@svcca/linalg";

/** Blocks whose steps go into one product. */
const BLOCKS = 64;

/**
 * What is missing in the sum of the products of blocks that were centred by their own means: for each
 * block after the first, weight * step step', where the step is from the mean so far to that of the
 * block. These are products too, of rows sqrt(weight) * step.
 *
 * Source: Chan, Golub, LeVeque 1983, Algorithms for computing the sample variance, eq. 2.1.
 */
export class MeanSteps {
  /** The numbers of datapoints, and the means, of all blocks so far. */
  datapoints = 0;
  readonly means: readonly Float64Array[];
  private readonly rows: readonly Matrix64[];
  private filled = 0;

  constructor(widths: readonly number[]) {
    this.means = widths.map((d) => new Float64Array(d));
    this.rows = widths.map((d) => matrix(BLOCKS, d));
  }

  add(datapoints: number, means: readonly Float64Array[]): void {
    const before = this.datapoints;
    this.datapoints += datapoints;
    if (before === 0) {
      this.means.forEach((mean, i) => {
        mean.set(means[i]!);
      });
      return;
    }
    const share = datapoints / this.datapoints;
    const weight = Math.sqrt(before * share);
    this.means.forEach((mean, i) => {
      const at = this.filled * mean.length;
      for (let j = 0; j < mean.length; j++) {
        const step = means[i]![j]! - mean[j]!;
        this.rows[i]!.data[at + j] = weight * step;
        mean[j]! += step * share;
      }
    });
    this.filled++;
  }

  get isFull(): boolean {
    return this.filled === BLOCKS;
  }

  /** The rows of each layer that were not taken yet, until the next block is added; none, or some. */
  take(): readonly Matrix64[] | undefined {
    const { filled } = this;
    if (filled === 0) return undefined;
    this.filled = 0;
    return this.rows.map(({ data, cols }) => ({
      data: data.subarray(0, filled * cols),
      rows: filled,
      cols,
    }));
  }
}
