import { createWasmBackend } from "@svcca/backend-wasm/node";
import type { Backend, ComplexMatrix, SpectralMoments, SpectralPlan } from "@svcca/linalg";
import { conformanceCases, gaussianMatrix } from "@svcca/linalg/testing";
import { afterAll, describe, expect, test } from "vitest";

const backends = await Promise.all([1, 2, 3].map((threads) => createWasmBackend({ threads })));
afterAll(() => Promise.all(backends.map((backend) => backend.dispose?.())));

/** 60 images of 13 and 8 channels on 14 x 14 positions, at many frequencies or at one. */
function planOf(count: number): SpectralPlan {
  const all = Array.from({ length: 98 }, (_, p) => ({ y: (p % 14) - 7, x: Math.floor(p / 14) }));
  const frequencies = all.slice(0, count);
  const size = { height: 14, width: 14, frequencies };
  return {
    layers: [
      { ...size, channels: 13, channelsLast: true },
      { ...size, channels: 8, channelsLast: false },
    ],
    units: frequencies.map((_, k) => ({ x: [0, k], y: [1, k], products: "all" })),
    images: 60,
  };
}

async function sumsOf(backend: Backend, count: number) {
  const plan = planOf(count);
  const moments = await backend.spectralMoments!(plan);
  for (let block = 0; block < 2; block++) {
    for (const [i, { channels }] of plan.layers.entries()) {
      await moments!.transform(i, gaussianMatrix(60, channels * 196, 3 * block + i).data, 0);
    }
    await moments!.add(60);
  }
  const sums = plan.units.map((_, i) => moments!.sums(i));
  moments!.release();
  return sums;
}

/** The complex matrices of some frequencies. */
const matrices = Array.from({ length: 9 }, (_, i): ComplexMatrix => {
  const part = (seed: number) => gaussianMatrix(40 + (i % 2), 30, seed).data;
  return { re: part(i), im: part(i + 100), rows: 40 + (i % 2), cols: 30 };
});

test.each([98, 1])(
  "moments at %i frequencies have the same bits on any number of threads",
  async (count) => {
    const expected = await sumsOf(backends[0]!, count);
    for (const backend of backends) expect(await sumsOf(backend, count)).toEqual(expected);
  },
);

test("lists of complex matrices too, whichever others are in the list", async () => {
  const all = async (backend: (typeof backends)[0], list: readonly ComplexMatrix[]) => {
    const grams = await backend.complexProducts(list.map((a) => ({ a, b: a, adjointA: true })));
    return {
      grams,
      eigh: await backend.hermitianEighs(grams, {
        keep: (_, i) => (list[i] === matrices[4] ? 7 : 30),
      }),
      values: await backend.complexSingularValues(list),
    };
  };
  const expected = await all(backends[0]!, matrices);
  for (const backend of backends) expect(await all(backend, matrices)).toEqual(expected);
  const some = await all(backends[1]!, [matrices[4]!]);
  expect(some.eigh).toEqual([expected.eigh[4]]);
  expect(some.grams).toEqual([expected.grams[4]]);
  expect(some.values).toEqual([expected.values[4]]);
});

test("sizes with a prime factor beyond 7, and more memory than there is, are left to others", async () => {
  const [backend] = backends;
  const layer = {
    channels: 2,
    height: 7,
    width: 11,
    channelsLast: true,
    frequencies: [{ y: 0, x: 0 }],
  };
  const unit = { x: [0, 0] as const, products: "own" as const };
  expect(await backend!.spectralMoments!({ layers: [layer], units: [unit], images: 4 })).toBe(
    undefined,
  );
  const large = { ...layer, width: 14 };
  expect(await backend!.spectralMoments!({ layers: [large], units: [unit], images: 2 ** 28 })).toBe(
    undefined,
  );
  const vast = { ...layer, height: 2048, width: 1024 };
  expect(await backend!.spectralMoments!({ layers: [vast], units: [unit], images: 1 })).toBe(
    undefined,
  );
});

test("a call that is aborted stops in the middle, and memory is given back", async () => {
  const backend = backends[1]!;
  const frequencies = Array.from({ length: 64 }, (_, p) => ({
    y: (p % 8) - 4,
    x: Math.floor(p / 8) - 4,
  }));
  const layer = { channels: 96, height: 8, width: 8, channelsLast: true, frequencies };
  const units = frequencies.map((_, k) => ({ x: [0, k] as const, products: "own" as const }));
  const start = process.memoryUsage.rss();
  for (let i = 0; i < 8; i++) {
    const moments = await backend.spectralMoments!({ layers: [layer], units, images: 256 });
    const signal = AbortSignal.timeout(30);
    const adding = (async () => {
      for (;;) await moments!.add(256, { signal });
    })();
    const reason = await adding.catch((error: unknown) => error);
    expect(signal.aborted && reason === signal.reason).toBe(true);
    moments!.release();
  }
  // 31 MB each.
  expect(process.memoryUsage.rss() - start).toBeLessThan(150e6);
});

describe("the conformance suite refuses", () => {
  /** A backend whose moments are changed on their way. */
  const changed = (change: (moments: SpectralMoments) => SpectralMoments): Backend => ({
    ...backends[0]!,
    spectralMoments: async (plan) => {
      const moments = await backends[0]!.spectralMoments!(plan);
      const bound: SpectralMoments = {
        transform: (...args) => moments!.transform(...args),
        add: (...args) => moments!.add(...args),
        sums: (unit) => moments!.sums(unit),
        release: () => moments!.release(),
      };
      return change(bound);
    },
  });
  const wrong: Record<string, Backend> = {
    "sums of x^H y": changed((moments) => ({
      ...moments,
      sums: (unit) => {
        const { xy, ...rest } = moments.sums(unit);
        return { ...rest, ...(xy && { xy: { ...xy, im: xy.im.map((v) => -v) } }) };
      },
    })),
    "moments in float32": changed((moments) => ({
      ...moments,
      transform: (layer, data, ...rest) =>
        moments.transform(layer, Float32Array.from(data), ...rest),
    })),
    "images that are added twice": changed((moments) => ({
      ...moments,
      add: async (...args) => {
        await moments.add(...args);
        await moments.add(...args);
      },
    })),
    "the conjugate transform": {
      ...backends[0]!,
      async fourier2(data, axes, into, options) {
        const sizes = await backends[0]!.fourier2!(data, axes, into, options);
        for (let p = 0; p < into.im.length; p++) into.im[p]! *= -1;
        return sizes;
      },
    },
    "sizes of another order": changed((moments) => ({
      ...moments,
      transform: async (...args) => (await moments.transform(...args)).reverse(),
    })),
  };
  test.each(Object.entries(wrong))("%s", async (_, backend) => {
    const cases = conformanceCases().filter(({ name }) => /spectral|fourier2/.test(name));
    expect(cases.length).toBeGreaterThan(0);
    const outcomes = await Promise.allSettled(cases.map(({ run }) => run(backend)));
    expect(outcomes.some(({ status }) => status === "rejected")).toBe(true);
  });
});
