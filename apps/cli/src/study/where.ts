import type { MeasureChoice, Pair } from "@svcca/core";
import { compareElsewhere } from "../cluster/compare.js";
import type { OpenLayers } from "../input/network.js";
import type { ClusterFlags } from "../options/cluster.js";
import type { StudyFlags } from "../options/study.js";
import { compareMoments } from "./from-moments.js";
import { describeInputs, type Input } from "./inputs.js";
import type { Saved } from "./journal.js";

/** Networks to compare, and the same as couples of whole networks. */
interface Comparison {
  readonly networks: readonly OpenLayers[];
  /** Layers by their place among those of all networks. */
  readonly pairs: readonly Pair[];
  /** Networks of which every layer is compared with every layer, in the order of `pairs`. */
  readonly couples: readonly (readonly [x: number, y: number])[];
  readonly settings: MeasureChoice;
  readonly choice: MeasureChoice & { readonly backend: { readonly name: string } };
  /** What it compares, for people. */
  readonly title: string;
}

/** Where the pairs of a study are compared. */
export interface Where {
  /** What went in. With a cluster, known when the pairs are compared. */
  readonly inputs: readonly Input[];
  /** Left out where this process reads the layers itself. */
  readonly elsewhere?: () => Promise<Saved[]>;
}

/** From second moments where the networks are such, by a cluster where the flags say so, or here. */
export async function whereToCompare(
  { networks, pairs, couples, settings, choice, title }: Comparison,
  flags: StudyFlags & ClusterFlags,
): Promise<Where> {
  const moments = compareMoments(networks, pairs, choice, flags);
  if (moments) return { inputs: await describeInputs(networks), elsewhere: moments };
  const where: { inputs: Input[]; elsewhere?: () => Promise<Saved[]> } = { inputs: [] };
  const request = { networks, couples, choice: settings, backend: choice.backend.name, title };
  const cluster = compareElsewhere(request, flags, (found) => {
    where.inputs = found;
  });
  if (cluster) where.elsewhere = cluster;
  else where.inputs = await describeInputs(networks);
  return where;
}
