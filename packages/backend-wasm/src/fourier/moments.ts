import {
  type CallOptions,
  type SpectralMoments,
  type SpectralPlan,
  type SpectralSide,
  type SpectralSums,
  SvccaError,
} from "@svcca/linalg";
import type { Engine } from "../engine/engine.js";
import { Scope, scoped } from "../engine/scope.js";
import { padded } from "../product/operand.js";
import { assertPlan } from "./assert-plan.js";
import { placeDirections } from "./directions.js";
import { flagsOf, type Placed, readSums, sumsValues } from "./sums.js";
import {
  isTransformable,
  type Output,
  placeTransform,
  spectraValues,
  type Transform,
  transformImages,
} from "./transform.js";

/** Values of a unit in assembly/fourier/moments.ts. */
const UNIT = 16;
/** Bytes in all beyond which the memory of WebAssembly, 4 GiB, might not do. */
const MOST_BYTES = 3 * 2 ** 30;
/** Operations between two looks at the clock and at the signal: some 20 ms on two threads. */
const OPERATIONS = 2 ** 30;

/** Room for the coefficients of images and for their moments; see `Backend.spectralMoments`. */
export function spectralMoments(engine: Engine, plan: SpectralPlan): SpectralMoments | undefined {
  assertPlan(plan);
  const { layers, images } = plan;
  const sums = plan.units.map(({ x, y, products, along }): Placed => {
    return {
      products,
      a: along?.x?.weights.cols ?? layers[x[0]]!.channels,
      b: y ? (along?.y?.weights.cols ?? layers[y[0]]!.channels) : 0,
    };
  });
  const values =
    layers.reduce((sum, layer) => sum + spectraValues(layer, images), 0) +
    sums.reduce((sum, one) => sum + sumsValues(one), 0);
  if (!layers.every(isTransformable) || 8 * values > MOST_BYTES) return undefined;
  const scope = new Scope(engine);
  try {
    return new WasmMoments(engine, scope, plan, sums);
  } catch (error) {
    scope.release();
    if (error instanceof SvccaError && error.code === "unsupported") return undefined;
    throw error;
  }
}

class WasmMoments implements SpectralMoments {
  private readonly transforms: readonly Transform[];
  private readonly outputs: readonly Output[];
  private readonly places: readonly number[];
  private readonly units: number;
  private datapoints = 0;
  private blocks = 0;

  constructor(
    private readonly engine: Engine,
    private readonly scope: Scope,
    private readonly plan: SpectralPlan,
    private readonly placed: readonly Placed[],
  ) {
    const { layers, images, units } = plan;
    this.transforms = layers.map((layer) => placeTransform(engine, scope, layer));
    this.outputs = layers.map((layer) => {
      const channels = padded(layer.channels);
      const values = spectraValues(layer, images);
      const re = scope.float64(values);
      const perFrequency = images * channels;
      const steps = { perFrequency, perImage: channels, perChannel: 1 };
      return { re, im: re + 4 * values, ...steps, channels };
    });
    this.places = placed.map((one) => scope.zeros(sumsValues(one)));
    this.units = scope.zeros(UNIT * units.length);
    for (const [i, { x, y, along }] of units.entries()) {
      const widths = [this.channelsOf(x), y ? this.channelsOf(y) : 0];
      const directions = [along?.x, along?.y].flatMap((one) => placeDirections(engine, scope, one));
      const table = [...this.parts(x), ...(y ? this.parts(y) : [0, 0])];
      table.push(this.places[i]!, flagsOf(placed[i]!), ...widths, ...directions);
      engine.float64(this.units, UNIT * units.length).set(table, UNIT * i);
    }
  }

  private channelsOf([layer]: SpectralSide): number {
    return this.outputs[layer]!.channels;
  }

  /** Where the real and the imaginary parts of a layer at one frequency are. */
  private parts(side: SpectralSide): [number, number] {
    const [layer, frequency] = side;
    const { re, im, perFrequency } = this.outputs[layer]!;
    const bytes = 8 * frequency * perFrequency;
    return [re + bytes, im + bytes];
  }

  transform(
    layer: number,
    data: Float32Array | Float64Array,
    first: number,
    { signal }: CallOptions = {},
  ): Promise<Float64Array> {
    const { engine } = this;
    const [transform, output] = [this.transforms[layer]!, this.outputs[layer]!];
    return scoped(engine, signal, async (scope) => {
      await engine.breath.take(signal);
      return transformImages(engine, scope, transform, output, data, first);
    });
  }

  async add(images: number, { signal }: CallOptions = {}): Promise<void> {
    const { engine, placed } = this;
    await scoped(engine, signal, async (scope) => {
      const width = placed.reduce((max, { a, b }) => Math.max(max, padded(a) + padded(b)), 0);
      const bytes = 32 * (images + 1) * width + this.alongBytes(images);
      const scratch = scope.float64((engine.threads * bytes) / 8);
      // Where there are few units, threads share each of them.
      const wanted = 3 * engine.threads;
      const parts = placed.length < wanted ? Math.ceil(wanted / placed.length) : 1;
      const operations = 8 * images * width * width;
      const step = Math.max(wanted, Math.floor(OPERATIONS / operations));
      for (let first = 0; first < placed.length; first += step) {
        await engine.breath.take(signal);
        const count = Math.min(step, placed.length - first);
        const block = [images, this.datapoints, this.blocks % 2, scratch, bytes];
        const args = [this.units, first, parts, ...block, Number(engine.wide)];
        engine.share("unitMoments", count * parts, count * operations, ...args);
      }
    });
    this.datapoints += images;
    this.blocks++;
  }

  /** Scratch of a thread for seeing a block along directions. */
  private alongBytes(images: number): number {
    return this.plan.units.reduce((most, { x, y, along }) => {
      const sides = [along?.x && this.channelsOf(x), along?.y && y && this.channelsOf(y)];
      const widths = sides.map((channels, i) => {
        const directions = i === 0 ? along?.x : along?.y;
        return channels && directions ? 3 * channels + 2 * padded(directions.weights.cols) : 0;
      });
      return Math.max(most, 8 * padded(images) * Math.max(...widths));
    }, 0);
  }

  sums(unit: number): SpectralSums {
    const placed = this.placed[unit]!;
    const values = this.engine.float64(this.places[unit]!, sumsValues(placed));
    return readSums(values, placed, this.datapoints, this.blocks % 2 === 1);
  }

  release(): void {
    this.scope.release();
  }
}
