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
import { openPair } from "../../input/open-pair.js";
import { openMoments } from "../../input/stored-moments.js";
import type { ReadingFlags } from "../../options/comparison.js";
import type { IdsFlags } from "../../options/ids.js";
import type { ResultFile } from "../../options/result-file.js";
import type { WeighingFlags } from "../../options/weighing.js";
import { type Weighed, weigh } from "./weigh.js";

/** What was found of two layers, and what is said of where they came from. */
export interface Compared {
  readonly result: Similarity;
  readonly weighed: Weighed;
  readonly inputs: readonly object[];
  /** The similarity at each spatial frequency, in the order of an FFT. */
  readonly frequencies?: DftResult["frequencies"];
  /** What is said of the reading on stderr. */
  readonly remarks: readonly string[];
}

type Flags = ReadingFlags & WeighingFlags & IdsFlags & { readonly output?: ResultFile[] };

/** Two layers of which the datapoints are there. */
export async function compareData(
  targetX: string,
  targetY: string,
  choice: MeasureChoice,
  flags: Flags,
): Promise<Compared> {
  const { x, y, remarks, close } = await openPair(targetX, targetY, flags);
  try {
    // Directions are in no other output, and cost time.
    const directions = (flags.output ?? []).some(({ ending }) => ending === ".npz");
    const result = await similarity(x.source, y.source, { ...choice, directions });
    const weighed = await weigh(result, [x.source, y.source], choice, flags);
    return { result, weighed, inputs: await Promise.all([x.describe(), y.describe()]), remarks };
  } finally {
    await close();
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
  if (flags.ids !== undefined || flags.idsY !== undefined || flags.alignIds) {
    throw new SvccaError(
      "invalid-argument",
      `${x.file}: moments hold no datapoints that --ids could name; leave it out`,
      { file: x.file },
    );
  }
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
    remarks: [],
  };
}
