import { type CompleteBackend, type Matrix, referenceBackend, uniform } from "@svcca/linalg";

/** Sizes of the layer whose Gram matrix is taken: that of one block of a wide layer. */
export const BLOCK = { rows: 1024, cols: 1024 };

/** What a backend did in a self-test. */
export interface Measured {
  /** The largest error of an entry of a Gram matrix, as a share of its largest entry. */
  readonly error: number;
  /** 10^9 floating point operations a second, transfers included; a Gram matrix is n d^2. */
  readonly gflops: number;
  /** Of one Gram matrix, the median, seconds. */
  readonly seconds: number;
}

/** A layer with a mean of 100 and a spread of about 1: what careless float32 fails at. */
function testLayer(rows: number, cols: number): Matrix {
  const next = uniform(1);
  const data = Float32Array.from({ length: rows * cols }, () => 100 + 2 * next() - 1);
  return { data, rows, cols };
}

/**
 * Takes Gram matrices of one layer until `milliseconds` have passed, at least three times, after one
 * that does not count.
 */
export async function timeBlocks(
  backend: CompleteBackend,
  { rows, cols }: { rows: number; cols: number },
  milliseconds: number,
): Promise<number> {
  const layer = testLayer(rows, cols);
  const run = () => momentsOf(backend, layer);
  await run();
  const times: number[] = [];
  const end = performance.now() + milliseconds;
  while (times.length < 3 || performance.now() < end) {
    const start = performance.now();
    await run();
    times.push((performance.now() - start) / 1000);
  }
  return times.sort((a, b) => a - b)[times.length >> 1]!;
}

/** A self-test of about two seconds. */
export async function selfTest(backend: CompleteBackend): Promise<Measured> {
  // Small for the error, since the reference backend is slow; large enough for a device.
  const layer = testLayer(512, 192);
  const [found, expected] = [
    await momentsOf(backend, layer),
    await momentsOf(referenceBackend, layer),
  ];
  const largest = expected.data.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const error = expected.data.reduce(
    (most, value, p) => Math.max(most, Math.abs(value - found.data[p]!)),
    0,
  );
  const size = await affordable(backend);
  const seconds = await timeBlocks(backend, size, 1500);
  const gflops = (size.rows * size.cols ** 2) / seconds / 1e9;
  return { error: error / largest, gflops, seconds };
}

/** A block that takes a backend well under half a second. */
async function affordable(backend: CompleteBackend): Promise<typeof BLOCK> {
  const small = { rows: 256, cols: 128 };
  const layer = testLayer(small.rows, small.cols);
  await momentsOf(backend, layer);
  const start = performance.now();
  await momentsOf(backend, layer);
  const rate = (small.rows * small.cols ** 2) / (performance.now() - start);
  const work = BLOCK.rows * BLOCK.cols ** 2;
  return work / rate < 3000 ? BLOCK : { rows: 512, cols: 192 };
}

async function momentsOf(backend: CompleteBackend, layer: Matrix) {
  return (await backend.blockMoments([layer], [[0, 0]])).products[0]!;
}
