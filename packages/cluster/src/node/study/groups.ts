import { widthOf } from "../plan/memory.js";
import { membersOf, type Node, type Sum } from "../plan/nodes.js";
import type { StudyPlan } from "../plan/plan.js";
import type { StudyState } from "./state.js";

type Cross = Extract<Sum, { kind: "cross" }>;

/** Values of the cross moments of one sum: 512 MiB. Every further sum reads the data once more. */
const MOST_VALUES = 2 ** 26;

/** Pairs that one job compares: seconds of work for layers of some hundred directions. */
const PAIRS_OF_JOB = 32;

/** The pairs of a couple, in sums that are small enough for one machine. */
export function crossSums(plan: StudyPlan, couple: number, { passes, kept }: StudyState): Cross[] {
  const [x, y] = plan.couples[couple]!;
  const directions = passes.length > 0;
  const widths = (network: number) =>
    plan.networks[network]!.layers.map((_, layer) =>
      directions ? kept[network]![layer]! : widthOf(plan, network, layer),
    );
  const [a, b] = [widths(x), widths(y)];
  const sums: { from: number; to: number }[] = [];
  let values = Number.POSITIVE_INFINITY;
  for (let k = 0; k < a.length * b.length; k++) {
    const size = a[Math.floor(k / b.length)]! * b[k % b.length]!;
    if (values + size > MOST_VALUES) {
      sums.push({ from: k, to: k });
      values = 0;
    }
    values += size;
    sums.at(-1)!.to = k + 1;
  }
  return sums.map(({ from, to }): Cross => {
    const range = {
      kind: "cross" as const,
      couple,
      from,
      to,
      ...(directions ? { passes: [passes[x]!, passes[y]!] as const } : {}),
    };
    return { ...range, bytes: bytesOf(plan, range, kept) };
  });
}

function bytesOf(
  plan: StudyPlan,
  range: Omit<Cross, "bytes">,
  kept: StudyState["kept"],
): Cross["bytes"] {
  const { members, pairs } = membersOf(plan, { ...range, bytes: NOTHING });
  const sizes = members.map(({ network, layer, passes }) => {
    const neurons = widthOf(plan, network, layer);
    return { neurons, width: passes === undefined ? neurons : kept[network]![layer]! };
  });
  const own = sizes.reduce((sum, { width }) => sum + width * width, 0);
  const cross = pairs.reduce((sum, [i, j]) => sum + sizes[i]!.width * sizes[j]!.width, 0);
  // Weights and loadings of each layer.
  const held = range.passes ? sizes.reduce((sum, one) => sum + one.neurons * one.width, 0) : 0;
  return { moments: 8 * (own + cross), directions: 2 * 8 * held };
}

const NOTHING = { moments: 0, directions: 0 };

/** The jobs that compare the pairs of a couple, in order. */
export function pairNodes(
  plan: StudyPlan,
  couple: number,
  state: StudyState,
): Extract<Node, { kind: "pairs" }>[] {
  return crossSums(plan, couple, state).flatMap((sum) => {
    const jobs = Math.ceil((sum.to - sum.from) / PAIRS_OF_JOB);
    return Array.from({ length: jobs }, (_, i) => ({
      kind: "pairs" as const,
      sum,
      from: sum.from + i * PAIRS_OF_JOB,
      to: Math.min(sum.to, sum.from + (i + 1) * PAIRS_OF_JOB),
    }));
  });
}
