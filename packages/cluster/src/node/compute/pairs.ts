import { type Similarity, similarityFromMoments } from "@svcca/core";
import { compareDirections } from "@svcca/core/stages";
import { membersOf, type Node } from "../plan/nodes.js";
import { encodeJson } from "./codec.js";
import { loadDirections } from "./load-directions.js";
import { choiceOf, type Machine } from "./machine.js";
import { loadMoments } from "./sums.js";

/** The result of a pair, as it is kept. */
export type PairResult = Pick<Similarity, "similarity" | "kept" | "datapoints" | "warnings">;

/** Compares some pairs of a couple of networks: their results as JSON, in order. */
export async function makePairs(
  machine: Machine,
  node: Extract<Node, { kind: "pairs" }>,
): Promise<Uint8Array> {
  const { sum, from, to } = node;
  const moments = await loadMoments(machine, sum);
  const { members, pairs } = membersOf(machine.plan, sum);
  const named = {
    ...moments,
    layers: moments.layers.map((layer, i) => {
      const { network, layer: place } = members[i]!;
      return { ...layer, name: machine.plan.networks[network]!.layers[place]!.name };
    }),
  };
  const choice = choiceOf(machine);
  const results: PairResult[] = [];
  for (let k = from; k < to; k++) {
    machine.signal?.throwIfAborted();
    const pair = pairs[k - sum.from]!;
    const [x, y] = pair;
    const found = sum.passes
      ? await compareDirections(
          await loadDirections(machine, members[x]!),
          await loadDirections(machine, members[y]!),
          moments.crosses[k - sum.from]!.product,
          moments.datapoints,
          choice,
        )
      : await similarityFromMoments(named, { ...choice, pair });
    const { similarity, kept, datapoints, warnings } = found;
    results.push({ similarity, kept, datapoints, warnings });
  }
  return encodeJson(results);
}
