import { stat } from "node:fs/promises";
import { resolve } from "node:path";
import type { MeasureChoice } from "@svcca/core";
import { stagesOf } from "@svcca/core/stages";
import { parseTarget } from "@svcca/io";
import { filesOf, openNetwork } from "@svcca/io/node";
import { SvccaError } from "@svcca/linalg";
import { cutsOf, rowsOfShard } from "./cuts.js";
import { momentsBytes, widthOf } from "./memory.js";
import type { PlanFile, PlanLayer, PlanNetwork, PlanPart, StudyPlan } from "./plan.js";

/** The most neurons of a layer: 2 GiB for d x d, as on one machine. */
const MOST_NEURONS = 16384;

/** A study as its user thinks of it. */
export interface StudyRequest {
  /** Networks, and the names of the layers that take part. */
  readonly networks: readonly { readonly target: string; readonly layers: readonly string[] }[];
  /** Which networks are compared, by place. */
  readonly couples: readonly (readonly [x: number, y: number])[];
  /** What to compute; a measure of second moments, without functions such as a backend. */
  readonly choice: MeasureChoice;
  /** Of the program. */
  readonly version: string;
  /** The name of the backend that the workers compute with. */
  readonly backend: string;
  /**
   * At most so many datapoints in a shard. Default: as many as make 256 MiB, or eight times what the
   * second moments of a network take, where that is more.
   */
  readonly shardRows?: number | undefined;
}

/**
 * Looks at the files of a study, and cuts it into shards.
 *
 * @throws SvccaError `unsupported` for a measure that does not split over shards,
 *   `shape-mismatch` when networks have different numbers of datapoints, and what opening throws.
 */
export async function makePlan(request: StudyRequest): Promise<StudyPlan> {
  const { choice, version, backend } = request;
  stagesOf(choice);
  const networks: PlanNetwork[] = [];
  const places: number[] = [];
  for (const { target, layers } of request.networks) {
    // One that is given twice, as the last checkpoint of a run, is read and decomposed once.
    const names = layers.join("\n");
    const same = (one: PlanNetwork) =>
      one.target === target && one.layers.map(({ array }) => array).join("\n") === names;
    const known = networks.findIndex(same);
    places.push(known >= 0 ? known : networks.length);
    if (known < 0) networks.push(await lookAt(target, layers));
  }
  const couples = request.couples.map(([x, y]) => [places[x]!, places[y]!] as const);
  const [first, ...others] = networks;
  const total = datapointsOf(first!);
  for (const other of others) {
    if (datapointsOf(other) === total) continue;
    throw new SvccaError(
      "shape-mismatch",
      `${other.target} has ${datapointsOf(other)} datapoints, ${first!.target} has ${total}; both must have seen the same datapoints in the same order`,
      { x: total, y: datapointsOf(other) },
    );
  }
  const parts = networks.map((network) => network.parts.map(({ rows }) => rows));
  const uncut: StudyPlan = {
    format: "svcca-cluster-1",
    version,
    backend,
    choice,
    networks,
    couples,
    cuts: [],
  };
  assertAffordable(uncut);
  const rows = networks.map((network, n) =>
    rowsOfShard(bytesPerRow(network), momentsBytes(uncut, { kind: "layers", network: n })),
  );
  return { ...uncut, cuts: cutsOf(parts, request.shardRows ?? Math.min(...rows)) };
}

/** @throws SvccaError `unsupported` for a layer whose second moments no worker should hold. */
function assertAffordable(plan: StudyPlan): void {
  for (const [n, { layers }] of plan.networks.entries()) {
    for (const [l, { name }] of layers.entries()) {
      const neurons = widthOf(plan, n, l);
      if (neurons <= MOST_NEURONS) continue;
      throw new SvccaError(
        "unsupported",
        `${name}: the second moments of ${neurons} neurons take too much memory, ${MOST_NEURONS} are the limit; a convolutional layer is better averaged over its positions, or these taken as datapoints (--spatial)`,
        { array: name, neurons },
      );
    }
  }
}

async function lookAt(target: string, names: readonly string[]): Promise<PlanNetwork> {
  const network = await openNetwork(target);
  try {
    const layers: PlanLayer[] = [];
    for (const array of names) {
      const { name, shape, dtype, attributes } = await arrayOf(
        network.arrays,
        array,
        target,
      ).open();
      if (shape[0] !== (layers[0]?.shape[0] ?? shape[0])) {
        throw new SvccaError(
          "shape-mismatch",
          `${name} has ${shape[0]} datapoints, ${layers[0]!.name} has ${layers[0]!.shape[0]}; all layers must have seen the same datapoints`,
          { x: layers[0]!.shape[0], y: shape[0] },
        );
      }
      const { layout } = attributes;
      layers.push({ array, name, shape, dtype, ...(layout ? { layout } : {}) });
    }
    return { target, layers, parts: await partsOf(target, layers) };
  } finally {
    await network.close();
  }
}

/** The files of a pattern one by one; everything else is one part. */
async function partsOf(target: string, layers: readonly PlanLayer[]): Promise<PlanPart[]> {
  const paths = await filesOf(target);
  const { file, array } = parseTarget(target);
  const shards = /[*?]/.test(file) && paths[0] !== target && paths[0] !== file;
  if (!shards) {
    const rows = layers[0]!.shape[0]!;
    const files = await Promise.all(paths.map(fileOf));
    return [{ target: resolve(target), inside: array ?? "", files, rows }];
  }
  const inside = array ?? "";
  const parts: PlanPart[] = [];
  for (const path of paths) {
    const whole = resolve(path) + (array === undefined ? "" : `:${array}`);
    const network = await openNetwork(whole);
    try {
      const { shape } = await arrayOf(network.arrays, layers[0]!.array, whole).open();
      parts.push({ target: whole, inside, files: [await fileOf(path)], rows: shape[0]! });
    } finally {
      await network.close();
    }
  }
  return parts.filter(({ rows }) => rows > 0);
}

async function fileOf(path: string): Promise<PlanFile> {
  const { size, mtimeMs } = await stat(path);
  return { path: resolve(path), bytes: size, changed: mtimeMs };
}

/**
 * The array of a layer in one part. Files of one array call it by their own name.
 *
 * @throws SvccaError `not-found`.
 */
export function arrayOf<T extends { readonly array: string }>(
  arrays: readonly T[],
  wanted: string,
  target: string,
): T {
  const found =
    arrays.find(({ array }) => array === wanted) ?? (arrays.length === 1 ? arrays[0] : undefined);
  if (found) return found;
  throw new SvccaError(
    "not-found",
    `${target}: no layer "${wanted}"; it holds ${arrays.map(({ array }) => array).join(", ")}`,
    { target, layer: wanted },
  );
}

function datapointsOf({ parts }: PlanNetwork): number {
  return parts.reduce((sum, { rows }) => sum + rows, 0);
}

function bytesPerRow({ layers }: PlanNetwork): number {
  return layers.reduce((sum, { shape, dtype }) => {
    const values = shape.slice(1).reduce((product, size) => product * size, 1);
    return sum + values * Number(/\d+$/.exec(dtype)?.[0] ?? 8);
  }, 0);
}
