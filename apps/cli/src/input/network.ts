import { printable } from "@svcca/io";
import { openNetwork } from "@svcca/io/node";
import { type ArraySource, SvccaError } from "@svcca/linalg";
import type { ReadingFlags } from "../options/comparison.js";
import { type MomentsPlaces, openMomentsNetwork } from "./moments-network.js";
import { neuronsFirst } from "./neurons-first.js";
import type { Cut } from "./same-datapoints.js";

/** A layer of a network of the command line. */
export interface NamedLayer {
  readonly name: string;
  /** As the comparison reads it. */
  readonly source: ArraySource;
  /** As the file has it. */
  readonly stored: ArraySource;
}

/** The layers of a file, a folder or a group, opened. */
export interface OpenLayers {
  readonly path: string;
  readonly layers: readonly NamedLayer[];
  /** What was not taken as a layer, and why: for people. */
  readonly remarks: readonly string[];
  /** With identifiers: datapoints that have no counterpart, and are left out. */
  readonly dropped?: number;
  /** For second moments instead of activations: where they are. */
  readonly moments?: MomentsPlaces;
  close(): Promise<void>;
}

/**
 * Opens the layers of a network, turns them as the flags say, and cuts them. Arrays of one axis are
 * labels or ids more often than layers, so they count only when they are named.
 *
 * @param wanted names of layers, in the order that they are to have. Default: all, in natural order.
 * @throws SvccaError `not-found` when a wanted layer, or any layer, is not there.
 */
export async function openLayers(
  target: string,
  { neuronsFirst: turn }: Pick<ReadingFlags, "neuronsFirst">,
  cut: Cut,
  wanted?: readonly string[],
): Promise<OpenLayers> {
  const stored = await openMomentsNetwork(target, wanted);
  if (stored) return stored;
  const { arrays, close } = await openNetwork(target);
  try {
    const names = arrays.map(({ array }) => array);
    const layers: NamedLayer[] = [];
    const remarks: string[] = [];
    for (const name of wanted ?? names) {
      const found = arrays.find(({ array }) => array === name);
      if (!found) {
        throw new SvccaError(
          "not-found",
          `${printable(target)}: no layer "${printable(name)}"; it holds ${names.map((one) => printable(one)).join(", ")}`,
          { target, layer: name },
        );
      }
      const alone = wanted !== undefined || arrays.length === 1;
      const stored = await found.open().catch((error: unknown) => {
        if (alone || !(error instanceof SvccaError) || error.code !== "unsupported") throw error;
        remarks.push(`left out: ${error.message}`);
      });
      if (!stored) continue;
      if (!alone && stored.shape.length < 2) {
        remarks.push(`left out: ${stored.name} has one axis; name it with --layers to use it`);
        continue;
      }
      const turned = turn ? neuronsFirst(stored) : stored;
      layers.push({ name, stored, source: cut(turned) });
    }
    if (layers.length === 0) {
      throw new SvccaError(
        "not-found",
        `${printable(target)}: no layers; give arrays of datapoints x neurons`,
        { target },
      );
    }
    return { path: target, layers, remarks, close };
  } catch (error) {
    await close();
    throw error;
  }
}
