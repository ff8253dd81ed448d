import { collectMoments, type StoredMoments } from "@svcca/core";
import { collectAlong, type LayerDirections } from "@svcca/core/stages";
import { type OpenFile, openNetwork } from "@svcca/io/node";
import { type ArraySource, SvccaError } from "@svcca/linalg";
import { keyOf } from "../plan/keys.js";
import { arrayOf } from "../plan/make-plan.js";
import { type Member, membersOf, type Sum } from "../plan/nodes.js";
import { type Piece, pieceOf, type StudyPlan } from "../plan/plan.js";
import { assertUnchanged } from "./hash.js";
import { loadDirections } from "./load-directions.js";
import { choiceOf, type Machine } from "./machine.js";

/**
 * The moments of the rows of one shard.
 *
 * @throws SvccaError that names the file, whatever is wrong with it.
 */
export async function collectShard(
  machine: Machine,
  sum: Sum,
  index: number,
): Promise<StoredMoments> {
  const { plan } = machine;
  const { members, pairs } = membersOf(plan, sum);
  const directions = members[0]!.passes === undefined ? undefined : await loadAll(machine, members);
  const networks = [...new Set(members.map(({ network }) => network))];
  const pieces = new Map(networks.map((network) => [network, pieceOf(plan, network, index)]));
  const opened = new Map<number, OpenFile>();
  const unchanged = () =>
    Promise.all([...pieces.values()].map(({ part }) => assertUnchanged(part.files)));
  try {
    await unchanged();
    for (const [network, { part }] of pieces) opened.set(network, await openNetwork(part.target));
    const sources: ArraySource[] = [];
    for (const { network, layer } of members) {
      const piece = pieces.get(network)!;
      const wanted = plan.networks[network]!.layers[layer]!.array;
      const named = arrayOf(opened.get(network)!.arrays, wanted, piece.part.target);
      sources.push(rowsOf(await named.open(), piece));
    }
    const options = choiceOf(machine);
    const moments = directions
      ? await collectAlong(sources, directions, pairs, options)
      : await collectMoments(sources, { ...options, pairs });
    await unchanged();
    return { moments, origins: [{ source: originOf(plan, sum, index) }] };
  } catch (error) {
    throw named(error, [...pieces.values()]);
  } finally {
    await Promise.all([...opened.values()].map(({ close }) => close()));
  }
}

/** What a shard is called in the list of what went into a sum. */
export function originOf(plan: StudyPlan, sum: Sum, index: number): string {
  const networks = sum.kind === "cross" ? plan.couples[sum.couple]! : [sum.network];
  return [...new Set(networks)]
    .map((network) => {
      const { part, start, end } = pieceOf(plan, network, index);
      return `${part.target}[${start}:${end}]`;
    })
    .join(" ");
}

/** The rows of a piece. Messages count datapoints in it, and its name says where it starts. */
function rowsOf(source: ArraySource, { start, end }: Piece): ArraySource {
  return {
    ...source,
    name: start === 0 && end === source.shape[0] ? source.name : `${source.name}[${start}:${end}]`,
    shape: [end - start, ...source.shape.slice(1)],
    read: (from, to, options) => source.read(start + from, start + to, options),
  };
}

/** An error that says which file it is about. */
function named(error: unknown, pieces: readonly Piece[]): unknown {
  if (!(error instanceof Error) || error.name === "AbortError") return error;
  const files = pieces.map(({ part }) => part.target);
  if (files.some((file) => error.message.includes(file))) return error;
  const code = error instanceof SvccaError ? error.code : "format";
  return new SvccaError(code, `${files.join(" and ")}: ${error.message}`, {}, { cause: error });
}

/** The directions that this process used last: the next shard mostly needs the same. */
let held: { keys: string; directions: LayerDirections[] } | undefined;

async function loadAll(machine: Machine, members: readonly Member[]): Promise<LayerDirections[]> {
  const keys = members
    .map(({ network, layer, passes = 0 }) =>
      keyOf(machine.plan, { kind: "directions", network, layer, passes }),
    )
    .join();
  if (held?.keys === keys) return held.directions;
  held = undefined;
  const directions: LayerDirections[] = [];
  for (const member of members) directions.push(await loadDirections(machine, member));
  held = { keys, directions };
  return directions;
}
