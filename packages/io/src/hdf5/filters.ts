import { SvccaError } from "@svcca/linalg";
import { printable } from "../printable.js";

/** A step of compression, as the file names it. */
export interface Filter {
  readonly id: number;
  readonly name: string;
}

/** deflate, shuffle, fletcher32, szip, nbit, scale-offset: part of HDF5. */
const BUILT_IN = new Set([1, 2, 3, 4, 5, 6]);

/** The plug-ins of the h5wasm-plugins package, by the number that HDF5 registers each under. */
const PLUGINS: Readonly<Record<number, string>> = {
  307: "bz2",
  32000: "lzf",
  32001: "blosc",
  32004: "lz4",
  32008: "bshuf",
  32013: "zfp",
  32015: "zstd",
  32022: "bitgroom",
  32023: "bitround",
  32026: "blosc2",
};

/** The most that a byte of each filter can hold; what is not here has no such bound. */
const MOST_RATIO: Readonly<Record<number, number>> = {
  1: 1032,
  2: 1,
  3: 1,
  32000: 132,
  32004: 255,
};

/**
 * Sees to it that all filters of a dataset can run.
 *
 * @throws SvccaError `unsupported`, naming the filter and what to install or to do.
 */
export async function ensureFilters(
  filters: readonly Filter[],
  where: string,
  loadPlugin: (name: string) => Promise<boolean>,
): Promise<void> {
  for (const { id, name } of filters) {
    if (BUILT_IN.has(id)) continue;
    const plugin = PLUGINS[id];
    if (plugin !== undefined && (await loadPlugin(plugin))) continue;
    throw new SvccaError(
      "unsupported",
      plugin === undefined
        ? `${where}: compressed by filter ${id} (${printable(name, 40)}), which nothing here can read; write it again with compression="gzip"`
        : `${where}: compressed with ${plugin}, which needs the package h5wasm-plugins; install it (npm install h5wasm-plugins@0.2.1), or write the file again with compression="gzip"`,
      { filter: id, plugin },
    );
  }
}

/** How many bytes one stored byte can stand for, at most. */
export function mostRatio(filters: readonly Filter[]): number {
  return filters.reduce((ratio, { id }) => ratio * (MOST_RATIO[id] ?? Number.POSITIVE_INFINITY), 1);
}
