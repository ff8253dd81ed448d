import {
  type CallOptions,
  type ComplexBackend,
  referenceBackend,
  withComplexFallback,
} from "@svcca/linalg";
import type { Layout } from "../input/layout.js";
import type { SpatialOptions } from "../input/spatial.js";
import { assertChoice } from "../measures/options.js";
import { largestBy, type TruncateOption } from "../measures/svcca.js";
import type { ReadOptions } from "../moments/stream.js";
import type { Reduction } from "../routes/basis.js";
import { defaultTruncation } from "../routes/truncation.js";

/** Options of `dftSvcca`. */
export interface DftOptions
  extends TruncateOption,
    Omit<ReadOptions, keyof SpatialOptions | "time"> {
  /** Default `svcca`; `cca` keeps all directions. */
  readonly measure?: "cca" | "svcca";
  /** Over what each frequency's coefficients are averaged; as in `svcca`. Default `kept`. */
  readonly average?: "kept" | "neurons";
  /** Of layers with four dimensions. Default: the attribute `layout` of the file. */
  readonly layout?: Layout;
  /**
   * Bytes for the sums and for the block of transformed images, default 2^29 (512 MB). Where all
   * frequencies take more, the layers are read once for each group of frequencies that fits. Up to
   * three quarters as much again where one reading is not accurate enough.
   */
  readonly memory?: number;
}

/** The options with their defaults, checked. */
export interface DftSetting {
  readonly measure: "cca" | "svcca";
  readonly average: "kept" | "neurons";
  readonly reduction: Reduction;
  readonly backend: ComplexBackend;
  readonly call: CallOptions;
  readonly memory: number;
}

/** @throws SvccaError `invalid-argument` for an option that is none. */
export function settingOf(options: DftOptions): DftSetting {
  const { measure = "svcca", average = "kept", signal, memory = 2 ** 29 } = options;
  const reduction = reductionOf(options);
  assertChoice("average", average, ["kept", "neurons"]);
  const backend = withComplexFallback(options.backend ?? referenceBackend);
  return { measure, average, reduction, backend, call: signal ? { signal } : {}, memory };
}

/** @throws SvccaError `invalid-argument` for a measure or a truncation that is none. */
export function reductionOf({
  measure = "svcca",
  truncate = defaultTruncation,
}: Pick<DftOptions, "measure" | "truncate">): Reduction {
  assertChoice("measure", measure, ["cca", "svcca"]);
  return measure === "cca" ? { kind: "all" } : largestBy(truncate);
}
