import type {
  CallOptions,
  CompleteBackend,
  SpectralMoments,
  SpectralPlan,
  SpectralSide,
  SpectralSums,
  SpectralUnit,
} from "@svcca/linalg";
import type { ImageBlock } from "../block.js";
import { type Bins, binsOf, sliceInto } from "../frequency/slices.js";
import type { Into } from "../into.js";
import { Accumulator, CrossAccumulator } from "./accumulator.js";
import { addProducts } from "./block.js";
import type { Pool } from "./pool.js";
import { project } from "./projection.js";

type Sum = Accumulator | CrossAccumulator;

/** Units of the same layers and products, which go to the backend together. */
interface Group {
  readonly layers: readonly number[];
  readonly products: SpectralUnit["products"];
  readonly sums: Sum[];
  /** Which frequency of each layer each of the sums is of. */
  readonly places: (readonly number[])[];
}

/** Transforms on the calling thread, and products of real and imaginary parts by any backend. */
export class PlainMoments implements SpectralMoments {
  private readonly bins: readonly Bins[];
  private readonly spectra: readonly Into[];
  private readonly units: readonly Sum[];
  private readonly groups: readonly Group[];

  constructor(
    private readonly plan: SpectralPlan,
    private readonly backend: CompleteBackend,
    private readonly pool: Pool,
  ) {
    const { layers, images, units } = plan;
    this.bins = layers.map((layer) => binsOf(layer.frequencies, layer));
    this.spectra = layers.map(({ channels, frequencies }) => {
      const length = frequencies.length * images * channels;
      return { re: pool.zeros(length), im: pool.zeros(length) };
    });
    this.units = units.map(({ x, y, products, along }) => {
      const a = along?.x?.weights.cols ?? layers[x[0]]!.channels;
      const b = y ? (along?.y?.weights.cols ?? layers[y[0]]!.channels) : 0;
      if (products === "between") return new CrossAccumulator(a, b, pool);
      return new Accumulator(a, products === "own" ? 0 : b, pool);
    });
    this.groups = groupsOf(units, this.units);
  }

  async transform(
    layer: number,
    data: Float32Array | Float64Array,
    first: number,
    { signal }: CallOptions = {},
  ): Promise<Float64Array> {
    signal?.throwIfAborted();
    const { channels, height, width, channelsLast } = this.plan.layers[layer]!;
    const count = data.length / (channels * height * width);
    const block: ImageBlock = channelsLast
      ? { data, shape: [count, height, width, channels], layout: "NHWC" }
      : { data, shape: [count, channels, height, width], layout: "NCHW" };
    const sizes = new Float64Array(count * channels);
    const { images } = this.plan;
    sliceInto(block, this.bins[layer]!, { ...this.spectra[layer]!, images, first }, (own, i) => {
      sizes.set(own, i * channels);
    });
    return sizes;
  }

  async add(images: number, call: CallOptions = {}): Promise<void> {
    const { plan, backend } = this;
    for (const { layers, products, sums, places } of this.groups) {
      const sides = layers.map((i) => {
        return { ...this.spectra[i]!, room: plan.images, channels: plan.layers[i]!.channels };
      });
      await addProducts(sums, sides, places, products, images, backend, call);
    }
    for (const [i, unit] of plan.units.entries()) {
      if (unit.along) await this.addAlong(unit, this.units[i]!, images, call);
    }
  }

  /** A unit of layers that are seen along directions has coefficients of its own. */
  private async addAlong(
    unit: SpectralUnit,
    sum: Sum,
    rows: number,
    call: CallOptions,
  ): Promise<void> {
    const { plan, backend } = this;
    const sides = [];
    for (const [i, [layer, place]] of sidesOf(unit).entries()) {
      const directions = i === 0 ? unit.along?.x : unit.along?.y;
      const cols = plan.layers[layer]!.channels;
      const start = place * plan.images * cols;
      const [re, im] = [this.spectra[layer]!.re, this.spectra[layer]!.im].map((part) =>
        part.subarray(start, start + rows * cols),
      );
      const own = { re: re!, im: im!, rows, cols };
      const seen = directions ? await project(own, directions, backend, call) : own;
      sides.push({ re: seen.re, im: seen.im, room: rows, channels: seen.cols });
    }
    const places = [sides.map(() => 0)];
    await addProducts([sum], sides, places, unit.products, rows, backend, call);
  }

  sums(unit: number): SpectralSums {
    return this.units[unit]!.sums();
  }

  release(): void {
    this.pool.reclaim();
  }
}

/** The sides that take part in a unit's products. */
function sidesOf({ x, y, products }: SpectralUnit): readonly SpectralSide[] {
  return y && products !== "own" ? [x, y] : [x];
}

function groupsOf(units: readonly SpectralUnit[], sums: readonly Sum[]): Group[] {
  const groups = new Map<string, Group>();
  for (const [i, unit] of units.entries()) {
    if (unit.along) continue;
    const { products } = unit;
    const sides = sidesOf(unit);
    const layers = sides.map(([layer]) => layer);
    const key = [products, ...layers].join(" ");
    const group = groups.get(key) ?? { layers, products, sums: [], places: [] };
    groups.set(key, group);
    group.sums.push(sums[i]!);
    group.places.push(sides.map(([, place]) => place));
  }
  return [...groups.values()];
}
