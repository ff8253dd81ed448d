import { createWasmBackend } from "@svcca/backend-wasm/node";
import { comparePairsByFrequency, dftSvcca, type Pair } from "@svcca/core";
import { type ArraySource, type Backend, referenceBackend } from "@svcca/linalg";
import { gaussianMatrix } from "@svcca/linalg/testing";
import { expect, test } from "vitest";

const n = 150;

/** Images whose channels hold a shared signal and noise, as a source that counts its readings. */
function images(
  seed: number,
  layout: "NCHW" | "NHWC" | undefined,
  ...rest: number[]
): { source: ArraySource; reads: () => number } {
  const width = rest.reduce((product, size) => product * size, 1);
  const { data: shared } = gaussianMatrix(n, width, 7);
  const { data: own } = gaussianMatrix(n, width, seed);
  const data = own.map((value, p) => value + shared[p]!);
  let rows = 0;
  return {
    reads: () => rows / n,
    source: {
      name: `layer${seed}`,
      shape: [n, ...rest],
      dtype: "<f8",
      attributes: layout ? { layout } : {},
      async read(start, end) {
        rows += end - start;
        return data.slice(start * width, end * width);
      },
    },
  };
}

/** Layers of even and odd sizes, in both layouts, and a dense one. */
const network = () => [
  images(1, "NCHW", 3, 8, 8),
  images(2, "NHWC", 8, 8, 4),
  images(3, "NCHW", 3, 4, 6),
  images(4, "NCHW", 2, 5, 7),
  images(5, undefined, 5),
];
const all: Pair[] = [0, 1, 2, 3, 4].flatMap((i) => [0, 1, 2, 3, 4].map((j): Pair => [i, j]));

async function run(
  pairs: readonly Pair[],
  options: Parameters<typeof comparePairsByFrequency>[2] = {},
) {
  const layers = network();
  const found = [];
  const sources = layers.map(({ source }) => source);
  for await (const one of comparePairsByFrequency(sources, pairs, options)) found.push(one);
  return { found, reads: layers.map(({ reads }) => reads()) };
}

for (const measure of ["svcca", "cca"] as const) {
  test(`${measure}: each pair of a study is what dftSvcca says of it alone`, async () => {
    const { found } = await run(all, { measure });
    const sources = network().map(({ source }) => source);
    for (const [p, [i, j]] of all.entries()) {
      const alone = await dftSvcca(sources[i]!, sources[j]!, { measure });
      const { similarity, coefficients, frequencies, warnings } = found[p]!;
      expect(Math.abs(similarity - alone.similarity)).toBeLessThan(1e-12);
      expect(coefficients.length).toBe(alone.coefficients.length);
      for (const [k, value] of coefficients.entries()) {
        expect(Math.abs(value - alone.coefficients[k]!)).toBeLessThan(1e-10);
      }
      for (const [y, row] of frequencies.similarity.entries()) {
        for (const [x, value] of row.entries()) {
          expect(Math.abs(value! - alone.frequencies.similarity[y]![x]!)).toBeLessThan(1e-11);
        }
      }
      expect(warnings).toEqual(alone.warnings);
    }
  });
}

test("a pair is the same to the last bit whichever others are asked for, and in little memory", async () => {
  const { found } = await run(all);
  expect((await run(all.slice(7, 12))).found).toEqual(found.slice(7, 12));
  expect((await run([all[13]!])).found).toEqual([found[13]]);
  expect((await run(all, { memory: 100_000, keep: 0 })).found).toEqual(found);
});

test("each layer is read once and decomposed once at each frequency, whatever the number of pairs", async () => {
  let grams = 0;
  const backend: Backend = {
    ...referenceBackend,
    async blockMoments(layers, pairs, options) {
      // A Hermitian product takes two symmetric ones, of the real and of the imaginary parts.
      grams += pairs.filter(([i, j]) => i === j).length / 2;
      return referenceBackend.blockMoments(layers, pairs, options);
    },
  };
  const decomposed: number[] = [];
  const different = all.filter(([i, j]) => i !== j);
  const { reads } = await run(different, {
    backend,
    onDecomposed: (done) => decomposed.push(done),
  });
  expect(reads).toEqual([1, 1, 1, 1, 1]);
  expect(decomposed).toEqual([1, 2, 3, 4, 5]);
  // Two blocks of images, and one of each pair of opposite frequencies: of 8 x 8 there are 34, of
  // 4 x 6 14, of 5 x 7 18; the larger layers are also asked for those of the smaller, among theirs.
  expect(grams).toBe(2 * (34 + 34 + 14 + 18 + 1));
  // Without room it is read for its directions and for its pairs.
  expect((await run(all, { keep: 0 })).reads).toEqual([2, 2, 2, 2, 2]);
});

test("the WebAssembly backend finds what the reference does, to 1e-10, on any number of threads", async () => {
  const [one, three] = [
    await createWasmBackend({ threads: 1 }),
    await createWasmBackend({ threads: 3 }),
  ];
  for (const measure of ["svcca", "cca"] as const) {
    const { found: expected } = await run(all, { measure });
    const { found } = await run(all, { measure, backend: one });
    expect((await run(all, { measure, backend: three })).found).toEqual(found);
    for (const [p, { coefficients, kept, similarity }] of expected.entries()) {
      expect(found[p]!.backend).toBe("wasm");
      expect(found[p]!.kept).toEqual(kept);
      expect(Math.abs(found[p]!.similarity - similarity)).toBeLessThan(1e-10);
      for (const [k, value] of coefficients.entries()) {
        expect(Math.abs(found[p]!.coefficients[k]! - value)).toBeLessThan(1e-10);
      }
    }
  }
  await one.dispose?.();
  await three.dispose?.();
});
