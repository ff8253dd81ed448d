import type { Node } from "../plan/nodes.js";
import { nodeId, shardsOf } from "../plan/nodes.js";
import type { StudyPlan } from "../plan/plan.js";
import { doneKey, failedKey, studyKey } from "./names.js";
import type { Notes } from "./notes.js";

/** What nodes are counted as: by kind, where layers are read again also by round. */
export function kindOf(node: Node): string {
  if (node.kind === "directions") return `directions.${node.passes}`;
  if (node.kind !== "sum") return node.kind;
  return node.sum.kind === "again" ? `again.${node.sum.passes}` : node.sum.kind;
}

/** Counts a node as done. Of sums, the shards under it count. */
export async function recordDone(
  notes: Notes,
  study: string,
  plan: StudyPlan,
  node: Node,
): Promise<void> {
  const ids = countedIds(plan, node).map((id) => [id, ""]);
  await notes.put(doneKey(study, kindOf(node)), Object.fromEntries(ids));
}

function countedIds(plan: StudyPlan, node: Node): string[] {
  if (node.kind !== "sum" || node.level === 0) return [nodeId(node)];
  const { first, end } = shardsOf(plan, node);
  return Array.from({ length: end - first }, (_, i) =>
    nodeId({ ...node, level: 0, index: first + i }),
  );
}

/** How many of these nodes there are to count. */
export function countOf(plan: StudyPlan, nodes: readonly Node[]): number {
  return nodes.reduce((sum, node) => sum + countedIds(plan, node).length, 0);
}

/** Notes what failed for good. */
export async function recordFailed(
  notes: Notes,
  study: string,
  node: Node,
  reason: string,
): Promise<void> {
  await notes.put(failedKey(study), { [nodeId(node)]: reason });
}

/** Notes which step a study is at, and adds to what there is to do. */
export async function recordStep(
  notes: Notes,
  study: string,
  step: string,
  totals: Readonly<Record<string, number>>,
): Promise<void> {
  const fields = Object.entries(totals).map(([kind, total]) => [`total:${kind}`, `${total}`]);
  await notes.put(studyKey(study), Object.fromEntries([["step", step], ...fields]));
}
