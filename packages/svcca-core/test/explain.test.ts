import { dftSvcca, explain, svcca, type Way } from "@svcca/core";
import { type ArraySource, referenceBackend } from "@svcca/linalg";
import { gaussian } from "@svcca/linalg/testing";
import { describe, expect, test } from "vitest";

/** Normal values in memory, NCHW where there are four dimensions. */
function layer(shape: readonly number[], seed: number): ArraySource {
  const next = gaussian(seed);
  const values = shape.slice(1).reduce((product, size) => product * size, 1);
  const data = Float64Array.from({ length: shape[0]! * values }, () => next());
  return {
    name: "conv",
    shape,
    dtype: "<f8",
    attributes: { layout: "NCHW" },
    read: async (start, end) => data.slice(start * values, end * values),
  };
}

/** Sizes alone: nobody may read all of it. */
function large(shape: readonly number[], layout = "NCHW"): ArraySource {
  const values = shape.slice(1).reduce((product, size) => product * size, 1);
  return {
    name: "large",
    shape,
    dtype: "<f4",
    attributes: { layout },
    async read(start, end) {
      if ((end - start) * values > 2 ** 23) throw new Error("more than a first look");
      return new Float32Array((end - start) * values);
    },
  };
}

const find = (list: readonly { way: Way }[], way: Way) => list.findIndex((one) => one.way === way);

describe("the cost of a comparison, before it is made", () => {
  // Processor time, since other tests run beside this one; times of the kernels are the least of
  // three tries, and so is what is measured.
  const seconds = async (run: () => Promise<unknown>) => {
    let least = Number.POSITIVE_INFINITY;
    for (let i = 0; i < 3; i++) {
      const { user, system } = process.cpuUsage();
      await run();
      const { user: u, system: s } = process.cpuUsage();
      least = Math.min(least, u + s - user - system);
    }
    return least / 1e6;
  };

  test.each([
    [
      [3000, 80],
      [3000, 120],
    ],
    [
      [150, 12, 8, 8],
      [150, 16, 8, 8],
    ],
    [
      [150, 24, 14, 14],
      [150, 16, 7, 7],
    ],
  ])("is within a small factor of what is taken: %j and %j", { retry: 3 }, async (a, b) => {
    const [x, y] = [layer(a, 1), layer(b, 2)];
    const { ways } = await explain(x, y, { backend: referenceBackend });
    const open = ways.filter(({ refused }) => refused === undefined);
    expect(open.length).toBeGreaterThan(0);
    const taken: number[] = [];
    for (const { way } of open) {
      taken.push(
        await seconds(() =>
          way === "dft" ? dftSvcca(x, y) : svcca(x, y, way === "none" ? {} : { spatial: way }),
        ),
      );
    }
    for (const [i, { way, seconds: expected }] of open.entries()) {
      // What is expected is of a program that has just begun; the shortest of three is not.
      const ratio = expected! / (taken[i]! + 0.05);
      expect(ratio, `${way}: expected ${expected}, took ${taken[i]}`).toBeGreaterThan(1 / 4);
      expect(ratio, `${way}: expected ${expected}, took ${taken[i]}`).toBeLessThan(4);
      for (const [j, other] of open.entries()) {
        if (taken[i]! < taken[j]! / 5) expect(expected).toBeLessThan(other.seconds!);
      }
    }
  });

  test("ImageNet's layers: which route, which memory, and flattening refused with its own", async () => {
    const [x, y] = [large([2000, 256, 56, 56]), large([2000, 256, 56, 56])];
    const { ways, recommended, backend } = await explain(x, y);
    expect(backend).toBe("reference");
    const [flat, dft, positions] = (["flatten", "dft", "datapoints"] as const).map(
      (way) => ways[find(ways, way)]!,
    );
    // 802,816 neurons: 8 x 802,816 squared bytes.
    expect(flat!.refused).toMatch(/802816 neurons take 4802 GiB/);
    // The sums of 1,570 frequencies, 2 MB each, in 384 MB at a time.
    expect(dft).toMatchObject({ route: "frequencies", readings: 9, datapoints: 2000 });
    expect(dft!.bytes).toBeLessThan(1e9);
    expect(positions).toMatchObject({ route: "moments", readings: 1, datapoints: 2000 * 3136 });
    // n (a² + b² + 2 a b) is all but the decompositions.
    expect(positions!.flops! / (2000 * 3136 * 4 * 256 ** 2)).toBeCloseTo(1, 2);
    expect(recommended).toMatchObject({ way: "datapoints", positions: expect.any(Number) });
    expect(recommended.positions).toBeLessThan(3136);
  });

  test("the paper's way for each kind of pair, and what stands in for it", async () => {
    const wayOf = async (a: number[], b: number[]) => {
      const { recommended, ways } = await explain(large(a), large(b));
      expect(recommended.reason.length).toBeGreaterThan(20);
      return [recommended.way, ways.filter(({ refused }) => refused).map(({ way }) => way)];
    };
    expect(await wayOf([500, 8], [500, 9])).toEqual(["none", []]);
    expect(await wayOf([500, 8, 4, 4], [500, 9])).toEqual([
      "average",
      ["datapoints", "interpolate"],
    ]);
    expect(await wayOf([500, 8, 4, 4], [500, 6, 4, 4])).toEqual(["datapoints", []]);
    expect(await wayOf([2000, 8, 8, 8], [2000, 6, 6, 6])).toEqual(["dft", ["datapoints"]]);
    expect(await wayOf([20, 40, 4, 4], [20, 60, 2, 2])).toEqual(["interpolate", ["datapoints"]]);
  });

  test("few datapoints are a caution, and the dual route is taken for wide layers", async () => {
    const { ways } = await explain(large([50, 8, 8, 8]), large([50, 60, 8, 8]), { measure: "cca" });
    const [average, flat] = (["average", "flatten"] as const).map((way) => ways[find(ways, way)]!);
    expect(flat).toMatchObject({ route: "dual", readings: 2 });
    expect(flat!.caution).toMatch(/would be 1 for any data/);
    expect(average!.caution).toMatch(/about 8 and 60 directions of 50 datapoints: up to 8/);
    const exact = await explain(large([50, 8]), large([50, 4]), { method: "exact" });
    expect(exact.ways[0]).toMatchObject({ route: "exact", readings: 1 });
  });

  test("what no way can compare is the error of the comparison", async () => {
    await expect(explain(large([50, 8]), large([40, 8]))).rejects.toThrow(
      /50 datapoints, large has 40/,
    );
    await expect(explain(large([50, 8, 2, 2], ""), large([50, 8, 2, 2], ""))).rejects.toThrow(
      /NCHW or NHWC/,
    );
    await expect(
      explain(large([50, 8]), large([50, 8]), { truncate: { variance: 3 } }),
    ).rejects.toThrow("truncate");
  });
});
