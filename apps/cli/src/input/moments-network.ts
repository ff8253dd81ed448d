import { stat } from "node:fs/promises";
import type { Moments } from "@svcca/core";
import { parseTarget, printable } from "@svcca/io";
import { type ArraySource, SvccaError } from "@svcca/linalg";
import type { OpenLayers } from "./network.js";
import { openMoments } from "./stored-moments.js";

/** Where the layers of a network are in a file of second moments. */
export interface MomentsPlaces {
  readonly file: string;
  readonly moments: Moments;
  readonly places: readonly number[];
}

/** Files of moments that were read: a study names the same one again and again. */
const read = new Map<string, Promise<Moments | undefined>>();

/**
 * The layers of a file of second moments as a network: all of them, or, for `M.npz:NAME`, those that
 * svcca moments called `NAME:layer`, since it was given several networks. Undefined when it is
 * another kind of file.
 *
 * @throws SvccaError `not-found` when a wanted layer is not there.
 */
export async function openMomentsNetwork(
  target: string,
  wanted?: readonly string[],
): Promise<OpenLayers | undefined> {
  const { file, array } = parseTarget(target);
  if (!/\.npz$/i.test(file) || !(await isFile(file))) return undefined;
  const known = read.get(file) ?? openMoments(file).then((stored) => stored?.moments);
  read.set(file, known);
  const moments = await known;
  if (!moments) return undefined;
  const prefix = array === undefined ? "" : `${array}:`;
  const there = moments.layers.flatMap(({ name }, place) =>
    name.startsWith(prefix) ? [{ name: name.slice(prefix.length), place }] : [],
  );
  const chosen = (wanted ?? there.map(({ name }) => name)).map((name) => {
    const found = there.find((one) => one.name === name);
    if (found) return found;
    throw missing(target, name, moments);
  });
  if (chosen.length === 0) throw missing(target, array!, moments);
  const layers = chosen.map(({ name, place }) => {
    const layer = moments.layers[place]!;
    const source: ArraySource = {
      name: `${file}:${layer.name}`,
      shape: [moments.datapoints, layer.mean.length],
      dtype: "moments",
      attributes: {},
      async read() {
        throw new SvccaError(
          "unsupported",
          `${file}: second moments, not activations; svcca compare, grid and dynamics take them, where all networks are in one such file`,
          { file },
        );
      },
    };
    return { name, source, stored: source };
  });
  const behind = { file, moments, places: chosen.map(({ place }) => place) };
  return { path: target, layers, remarks: [], moments: behind, close: async () => {} };
}

/** The file of moments that all networks are in; undefined when there is none for all of them. */
export function commonMoments(networks: readonly OpenLayers[]): MomentsPlaces | undefined {
  const files = networks.map(({ moments }) => moments);
  if (files.some((one) => one?.file !== files[0]?.file) || !files[0]) return undefined;
  return { ...files[0], places: files.flatMap((one) => one!.places) };
}

function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
}

function missing(target: string, name: string, { layers }: Moments): SvccaError {
  const names = layers.map((layer) => printable(layer.name)).join(", ");
  return new SvccaError(
    "not-found",
    `${printable(target)}: no layer "${printable(name)}" in these moments; they are of ${names}`,
    { target, layer: name },
  );
}
