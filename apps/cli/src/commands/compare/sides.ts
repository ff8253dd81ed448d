import {
  type DftResult,
  type MeasureChoice,
  type Similarity,
  similarity,
  similarityFromMoments,
} from "@svcca/core";
import { parseTarget, printable } from "@svcca/io";
import { SvccaError } from "@svcca/linalg";
import { sha256 } from "../../input/hash.js";
import { openLayer } from "../../input/open-layer.js";
import { openMoments } from "../../input/stored-moments.js";
import type { ReadingFlags } from "../../options/comparison.js";
import type { WeighingFlags } from "../../options/weighing.js";
import { type Weighed, weigh } from "./weigh.js";

/** What was found of two layers, and what is said of where they came from. */
export interface Compared {
  readonly result: Similarity;
  readonly weighed: Weighed;
  readonly inputs: readonly object[];
  /** The similarity at each spatial frequency, in the order of an FFT. */
  readonly frequencies?: DftResult["frequencies"];
}

type Flags = ReadingFlags & WeighingFlags;

/** Two layers of which the datapoints are there. */
export async function compareData(
  targetX: string,
  targetY: string,
  choice: MeasureChoice,
  flags: Flags,
): Promise<Compared> {
  const x = await openLayer(targetX, flags);
  const y = await openLayer(targetY, flags).catch(async (error) => {
    await x.close();
    throw error;
  });
  try {
    const result = await similarity(x.source, y.source, choice);
    const weighed = await weigh(result, [x.source, y.source], choice, flags);
    return { result, weighed, inputs: await Promise.all([x.describe(), y.describe()]) };
  } finally {
    await Promise.all([x.close(), y.close()]);
  }
}

/** Two layers of one file of second moments; undefined when it is another kind of file. */
export async function compareStored(
  targetX: string,
  targetY: string,
  choice: MeasureChoice,
  flags: Flags,
): Promise<Compared | undefined> {
  const [x, y] = [parseTarget(targetX), parseTarget(targetY)];
  if (x.file !== y.file || x.array === undefined || y.array === undefined) return undefined;
  const stored = await openMoments(x.file);
  if (!stored) return undefined;
  const { moments } = stored;
  const place = (name: string) => {
    const found = moments.layers.findIndex((layer) => layer.name === name);
    if (found >= 0) return found;
    throw new SvccaError(
      "not-found",
      `${x.file}: no layer "${printable(name)}" in these moments; they are of ${moments.layers.map((layer) => layer.name).join(", ")}`,
      { file: x.file, layer: name },
    );
  };
  const pair = [place(x.array), place(y.array)] as const;
  const has = ([a, b]: readonly [number, number]) =>
    moments.crosses.some((cross) => cross.x === a && cross.y === b);
  const turned = !has(pair) && has([pair[1], pair[0]]);
  if (turned) {
    throw new SvccaError(
      "not-found",
      `${x.file}: these moments are of ${y.array} against ${x.array}; name them in that order`,
      { file: x.file, pair: [x.array, y.array] },
    );
  }
  const { onProgress: _, ...options } = choice;
  const result = await similarityFromMoments(moments, { ...options, pair });
  const hash = await sha256([x.file]);
  return {
    result,
    weighed: await weigh(result, undefined, choice, flags),
    inputs: pair.map((i) => ({
      file: x.file,
      array: moments.layers[i]!.name,
      shape: [moments.datapoints, moments.layers[i]!.mean.length],
      dtype: "moments",
      sha256: hash,
    })),
  };
}
