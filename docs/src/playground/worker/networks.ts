import { naturalOrder, parseRowRange, selectRows } from "@svcca/io";
import { type ArraySource, SvccaError } from "@svcca/linalg";
import type { Opened } from "../protocol.js";
import type { Settings } from "../settings.js";

/** An array that was opened, by its name in its file. */
export interface OpenArray {
  readonly array: string;
  readonly source: ArraySource;
}

interface Network {
  readonly single: boolean;
  readonly layers: Map<string, ArraySource>;
}

const networks = new Map<string, Network>();
const labels = new Map<string, ArraySource>();

/** The datapoints of an array that take part. */
const cut = (source: ArraySource, { rows }: Settings): ArraySource =>
  rows === "" ? source : selectRows(source, parseRowRange(rows));

/**
 * A layer, with the datapoints that the settings choose.
 *
 * @throws SvccaError `not-found` for a layer that is not open, and as `selectRows`.
 */
export function layer(network: string, name: string, settings: Settings): ArraySource {
  const found = networks.get(network)?.layers.get(name);
  if (found) return cut(found, settings);
  throw new SvccaError("not-found", `${network}: no layer "${name}"; choose another`, { network });
}

/**
 * The labels that the settings choose, one for each datapoint that takes part.
 *
 * @throws SvccaError `not-found` for labels that are not open, and as `selectRows`.
 */
export async function readLabels(settings: Settings): Promise<ArrayLike<number>> {
  const name = settings.labels;
  const stored = labels.get(name);
  if (stored) {
    const found = cut(stored, settings);
    return found.read(0, found.shape[0] ?? 0);
  }
  throw new SvccaError("not-found", `"${name}": no such labels are open; choose others`, { name });
}

/**
 * Sorts the arrays of a file into networks: files of one array that lie in a folder are the layers
 * of that folder, as the command line has it; of an HDF5 file with several groups each is one.
 */
export function addLayers(path: string, format: string, arrays: readonly OpenArray[]): void {
  const alone = format === "npy" || format === "idx";
  const folder = path.slice(0, Math.max(0, path.lastIndexOf("/")));
  for (const { array, source } of arrays) {
    const target = alone ? path : `${path}:${array}`;
    if (source.shape.length < 2) {
      labels.set(target, source);
      continue;
    }
    const [group, name] = format === "hdf5" ? splitGroup(array) : ["", array];
    if (alone && folder !== "") add(folder, false, array, source);
    else add(group === "" ? path : `${path}:${group}`, alone, name, source);
  }
}

function splitGroup(array: string): [string, string] {
  const slash = array.indexOf("/");
  return slash < 0 ? ["", array] : [array.slice(0, slash), array.slice(slash + 1)];
}

function add(network: string, single: boolean, layer: string, source: ArraySource): void {
  const found = networks.get(network) ?? { single, layers: new Map() };
  networks.set(network, found);
  found.layers.set(layer, source);
}

/** All that is open, as the page needs to know it. */
export function opened(problems: readonly string[]): Opened {
  const inOrder = [...networks].sort(([a], [b]) => naturalOrder(a, b));
  return {
    networks: inOrder.map(([name, { single, layers }]) => ({
      name,
      single,
      layers: [...layers]
        .sort(([a], [b]) => naturalOrder(a, b))
        .map(([layer, { shape, dtype }]) => ({ name: layer, shape, dtype })),
    })),
    labels: [...labels.keys()].sort(naturalOrder),
    problems,
  };
}
