import type { ImageAxes, SpectralLayer } from "@svcca/linalg";
import type { Engine } from "../engine/engine.js";
import type { Scope } from "../engine/scope.js";
import { padded } from "../product/operand.js";
import { columnsOf } from "./columns.js";
import { placeStages, stagesOf } from "./stages.js";

/** Bytes of the grid that one thread transforms at a time: half of a second-level cache. */
const GRID_BYTES = 2 ** 19;

/** How images are transformed: their axes, and tables in memory as assembly/fourier reads them. */
export interface Transform {
  readonly axes: ImageAxes;
  readonly rowPlan: number;
  readonly columnPlan: number;
  readonly columns: number;
  readonly columnCount: number;
}

/** Where coefficients go, in values from one to the next. */
export interface Output {
  readonly re: number;
  readonly im: number;
  readonly perFrequency: number;
  readonly perImage: number;
  readonly perChannel: number;
  /** Of each image; those that are not there, up to a multiple of four, are zeros. */
  readonly channels: number;
}

/** Float64 values of the coefficients of a block, real and imaginary parts. */
export function spectraValues({ channels, frequencies }: SpectralLayer, images: number): number {
  return 2 * frequencies.length * images * padded(channels);
}

/** Positions of one image: its grid takes 32 MB on each thread. */
const MOST_POSITIONS = 2 ** 20;

/** Whether images are not too large, and their sizes have prime factors for which there is a pass. */
export function isTransformable({ height, width }: ImageAxes): boolean {
  if (height * width > MOST_POSITIONS) return false;
  return stagesOf(height) !== undefined && stagesOf(width) !== undefined;
}

/** Frequencies are numbered in their order. */
export function placeTransform(engine: Engine, scope: Scope, layer: SpectralLayer): Transform {
  const { count, table } = columnsOf(layer);
  const columns = scope.float64(table.length);
  engine.float64(columns, table.length).set(table);
  return {
    axes: layer,
    rowPlan: placeStages(engine, scope, stagesOf(layer.width)!),
    columnPlan: placeStages(engine, scope, stagesOf(layer.height)!),
    columns,
    columnCount: count,
  };
}

/**
 * Transforms images, of which the first is number `first` of the output.
 *
 * @returns the sum of absolute values of each channel, image by image.
 */
export function transformImages(
  engine: Engine,
  scope: Scope,
  { axes, rowPlan, columnPlan, columns, columnCount }: Transform,
  { re, im, perFrequency, perImage, perChannel, channels: written }: Output,
  data: Float32Array | Float64Array,
  first: number,
): Float64Array {
  const { channels, height, width, channelsLast } = axes;
  const positions = height * width;
  const images = data.length / (channels * positions);
  const single = data instanceof Float32Array;
  const raw = scope.float64(single ? Math.ceil(data.length / 2) : data.length);
  (single ? engine.float32(raw, data.length) : engine.float64(raw, data.length)).set(data);
  const sizes = scope.float64(images * channels);
  const units = unitsAtOnce(positions, padded(channels) / 4);
  const longest = Math.max(height, width);
  const bytes = 64 * (padded(channels) / 4) + 32 * units * (3 * longest + 2 * height + positions);
  const scratch = scope.float64((engine.threads * bytes) / 8);
  const steps = channelsLast ? [1, channels] : [positions, 1];
  const table = [raw, Number(single), channels, height, width, ...steps, rowPlan, columnPlan];
  table.push(columns, columnCount, re, im, perFrequency, first, sizes, scratch, bytes, units);
  table.push(perImage, perChannel, written);
  const task = scope.float64(table.length);
  engine.float64(task, table.length).set(table);
  const flops = 5 * data.length * Math.log2(Math.max(2, positions));
  const each = Math.max(1, Math.ceil(images / (16 * engine.threads)));
  engine.share("imageSpectra", Math.ceil(images / each), flops, task, images, each);
  return engine.float64(sizes, images * channels).slice();
}

/** Units of four channels that are transformed together, in about equal shares. */
function unitsAtOnce(positions: number, units: number): number {
  const fitting = Math.max(1, Math.floor(GRID_BYTES / (32 * positions)));
  return Math.ceil(units / Math.ceil(units / fitting));
}
