import { join } from "node:path";
import {
  type AlignResult,
  align,
  type ClassSensitivityResult,
  type CompareOptions,
  cca,
  classSensitivity,
  grid,
  noiseFloor,
  svcca,
  type Warning,
} from "@svcca/core";
import { openFile } from "@svcca/io/node";
import type { ArraySource, Backend } from "@svcca/linalg";
import { readLabels } from "../../input/labels.js";
import { distinct } from "../../study/document.js";
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
  /** How much each layer of a (rows) knows of each class (columns). */
  readonly classes: ClassSensitivityResult;
  /** The aligned directions of fc1 of both nets, and the class of each image. */
  readonly aligned: AlignResult;
  readonly labels: ArrayLike<number>;
  readonly backend: string;
  /** What the comparisons say of themselves: of `between`, of `dynamics`, of `classes`. */
  readonly warnings: { readonly [study in "between" | "dynamics" | "classes"]: readonly Warning[] };
}

/** Positions are averaged, so that each of the 500 images is one datapoint for every layer. */
const AVERAGED = { spatial: "average", layout: "NCHW" } as const;
const POSITIONS = { spatial: "datapoints", layout: "NCHW" } as const;

/** Runs the comparisons of the demo. */
export async function study(
  { folder, layers, checkpoints }: Examples,
  backend: Backend,
  { signal, onProgress }: Pick<CompareOptions, "signal" | "onProgress">,
): Promise<Study> {
  const total = layers.length ** 2 * (checkpoints.length + 1);
  let done = 0;
  const read = { backend, ...(signal ? { signal } : {}) };
  const onResult = () => onProgress?.(++done, total);
  const all = (rows: readonly ArraySource[], columns: readonly ArraySource[]) =>
    grid(rows, columns, { ...AVERAGED, ...read, onResult });

  return withNetworks(
    [
      networkFile(folder, "b", 100),
      ...checkpoints.map((percent) => networkFile(folder, "a", percent)),
    ],
    layers,
    async ([b, ...moments]) => {
      const a = moments.at(-1)!;
      const between = await all(a, b!);
      const place = layers.indexOf("fc1");
      const fc1 = await svcca(a[place]!, b![place]!, read);
      const dynamics = [];
      const overTraining: Warning[] = [];
      for (const moment of moments) {
        const { values, results } = await all(moment, a);
        dynamics.push(values);
        overTraining.push(...results.flat().flatMap(({ warnings }) => warnings));
      }
      const ofClasses: Warning[] = [];
      const batchNorm = [];
      for (const layer of layers.filter((name) => name.startsWith("bn"))) {
        const input = layer.replace("bn", "conv");
        const [x, y] = [a[layers.indexOf(layer)]!, a[layers.indexOf(input)]!];
        const { coefficients } = await cca(x, y, { ...POSITIONS, ...read });
        batchNorm.push({ layer, input, least: coefficients.at(-1)! });
      }
      const { labels } = await readLabels(join(folder, "labels.npy"));
      return {
        layers,
        checkpoints,
        between: between.values,
        noise: between.results.map((row, i) => noiseFloor(row[i]!.datapoints, row[i]!.kept)),
        fc1: {
          coefficients: fc1.coefficients,
          noiseFloor: noiseFloor(fc1.datapoints, fc1.kept),
        },
        dynamics,
        batchNorm,
        classes: await classSensitivity(a, labels, {
          ...AVERAGED,
          ...read,
          onResult: (_, __, { warnings }) => ofClasses.push(...warnings),
        }),
        aligned: await align(a[place]!, b![place]!, read),
        labels,
        backend: backend.name,
        warnings: {
          between: distinct(between.results.flat().flatMap(({ warnings }) => warnings)),
          dynamics: distinct(overTraining),
          classes: distinct(ofClasses),
        },
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
