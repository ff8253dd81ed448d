import { type CompareOptions, cca, noiseFloor, svcca } from "@svcca/core";
import { openFile } from "@svcca/io/node";
import type { ArraySource } from "@svcca/linalg";
import { type Examples, networkFile } from "./examples.js";

/** Everything that the demo computes; similarities are SVCCA at 99 % of the variance. */
export interface Study {
  readonly layers: readonly string[];
  readonly checkpoints: readonly number[];
  /** Each layer of net a (rows) against each of net b (columns), both trained. */
  readonly between: number[][];
  /** The mean correlation of unrelated layers, for each layer of a against the same of b. */
  readonly noise: number[];
  /** The canonical correlations of fc1 of a and fc1 of b, and their noise floor. */
  readonly fc1: { readonly coefficients: Float64Array; readonly noiseFloor: number };
  /** For each checkpoint of net a: its layers (rows) against its final layers (columns). */
  readonly dynamics: number[][][];
  /** The smallest canonical correlation of each batch norm with its input, over all positions. */
  readonly batchNorm: { readonly layer: string; readonly input: string; readonly least: number }[];
}

/** Positions are averaged, so that each of the 500 images is one datapoint for every layer. */
const AVERAGED = { spatial: "average", layout: "NCHW" } as const;
const POSITIONS = { spatial: "datapoints", layout: "NCHW" } as const;

/** Runs the comparisons of the demo. */
export async function study(
  { folder, layers, checkpoints }: Examples,
  { signal, onProgress }: Pick<CompareOptions, "signal" | "onProgress">,
): Promise<Study> {
  const total = layers.length ** 2 * (checkpoints.length + 1);
  let done = 0;
  const read = signal ? { signal } : {};

  /** Every layer of one network against every layer of another. */
  async function grid(rows: readonly ArraySource[], columns: readonly ArraySource[]) {
    const results = [];
    for (const x of rows) {
      const row = [];
      for (const y of columns) {
        row.push(await svcca(x, y, { ...AVERAGED, ...read }));
        onProgress?.(++done, total);
      }
      results.push(row);
    }
    return results;
  }
  const similarities = (results: { similarity: number }[][]) =>
    results.map((row) => row.map(({ similarity }) => similarity));

  return withNetworks(
    [
      networkFile(folder, "b", 100),
      ...checkpoints.map((percent) => networkFile(folder, "a", percent)),
    ],
    layers,
    async ([b, ...moments]) => {
      const a = moments.at(-1)!;
      const between = await grid(a, b!);
      const fc1 = between[layers.indexOf("fc1")]![layers.indexOf("fc1")]!;
      const dynamics = [];
      for (const moment of moments) dynamics.push(similarities(await grid(moment, a)));
      const batchNorm = [];
      for (const layer of layers.filter((name) => name.startsWith("bn"))) {
        const input = layer.replace("bn", "conv");
        const [x, y] = [a[layers.indexOf(layer)]!, a[layers.indexOf(input)]!];
        const { coefficients } = await cca(x, y, { ...POSITIONS, ...read });
        batchNorm.push({ layer, input, least: coefficients.at(-1)! });
      }
      return {
        layers,
        checkpoints,
        between: similarities(between),
        noise: between.map((row, i) => noiseFloor(row[i]!.datapoints, row[i]!.kept)),
        fc1: {
          coefficients: fc1.coefficients,
          noiseFloor: noiseFloor(fc1.datapoints, fc1.kept),
        },
        dynamics,
        batchNorm,
      };
    },
  );
}

/** Opens the named layers of some files, and closes the files when the work is done. */
async function withNetworks<T>(
  paths: readonly string[],
  layers: readonly string[],
  work: (networks: ArraySource[][]) => Promise<T>,
): Promise<T> {
  const files = await Promise.all(paths.map(openFile));
  try {
    const networks = files.map(({ arrays }) =>
      Promise.all(layers.map((layer) => arrays.find(({ array }) => array === layer)!.open())),
    );
    return await work(await Promise.all(networks));
  } finally {
    await Promise.all(files.map((file) => file.close()));
  }
}
