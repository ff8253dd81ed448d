import type { Subspace } from "@svcca/core";
import { type Matrix64, referenceBackend } from "@svcca/linalg";

/** A kernel: for each place of its window (1 for a dense layer), neurons x outputs. */
export interface Kernel {
  readonly values: Float64Array;
  readonly places: number;
  readonly neurons: number;
  readonly outputs: number;
}

/** Two kernels in place of one, with `inside` numbers in between. */
export interface Factors {
  readonly inside: number;
  /** neurons x inside. */
  readonly narrow: Float32Array;
  /** For each place, inside x outputs. */
  readonly wide: Float32Array;
  /** What the second layer adds to its bias. */
  readonly shift: Float64Array;
  /** Whether the last of the numbers in between is 1 wherever there is an input, and carries the mean. */
  readonly carried: boolean;
}

/** A mean that is smaller than this share of the largest needs no channel of its own. */
const NEGLIGIBLE = 1e-12;

/**
 * W x = W A P x + W (mean - A P mean), with A neurons x k: the first product is narrow, the second
 * wide, and the rest does not depend on x.
 *
 * @param padded whether rows of 0 are added around the input: the constant must not be there, so a
 *   further number in between carries it.
 */
export async function factorsOf(
  { values, places, neurons, outputs }: Kernel,
  { projection, back, mean }: Subspace,
  padded: boolean,
): Promise<Factors> {
  const count = projection.rows;
  const along = await referenceBackend.matmul(projection, columnOf(mean));
  const part = await referenceBackend.matmul(back, along);
  const rest = columnOf(mean.map((value, i) => value - part.data[i]!));
  const largest = (list: Float64Array) => list.reduce((a, b) => Math.max(a, Math.abs(b)), 0);
  const carried = padded && largest(rest.data) > NEGLIGIBLE * largest(mean);
  const inside = count + (carried ? 1 : 0);
  const wide = new Float32Array(places * inside * outputs);
  const shift = new Float64Array(outputs);
  for (let place = 0; place < places; place++) {
    const data = values.subarray(place * neurons * outputs, (place + 1) * neurons * outputs);
    const w = { data, rows: neurons, cols: outputs };
    const seen = await referenceBackend.matmul(back, w, { transA: true });
    wide.set(seen.data, place * inside * outputs);
    const constant = await referenceBackend.matmul(rest, w, { transA: true });
    if (carried) wide.set(constant.data, (place * inside + count) * outputs);
    else for (let j = 0; j < outputs; j++) shift[j]! += constant.data[j]!;
  }
  const narrow = new Float32Array(neurons * inside);
  for (let i = 0; i < neurons; i++) {
    for (let k = 0; k < count; k++) narrow[i * inside + k] = projection.data[k * neurons + i]!;
  }
  return { inside, narrow, wide, shift, carried };
}

function columnOf(data: Float64Array): Matrix64 & { data: Float64Array } {
  return { data, rows: data.length, cols: 1 };
}
