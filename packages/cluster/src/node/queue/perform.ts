import { type Job, UnrecoverableError, WaitingChildrenError } from "bullmq";
import { computeHash, computeNode } from "../compute/compute.js";
import type { DirectionsFacts } from "../compute/directions.js";
import { keyOf } from "../plan/keys.js";
import { memoryOf } from "../plan/memory.js";
import { childrenOf } from "../plan/nodes.js";
import { has } from "../store/sealed.js";
import type { Budget } from "./budget.js";
import { failuresOf } from "./failures.js";
import { childJobs, type NodeData } from "./jobs.js";
import { recordDone, recordFailed } from "./record.js";
import type { Workplace } from "./workplace.js";

/**
 * The job of a node. That of a sum first adds what it is a sum of as its children, and comes back
 * when these are done; so the tree unfolds as workers get to it, and never lies in Redis whole.
 */
export async function perform(
  job: Job<NodeData>,
  token: string,
  workplace: Workplace,
  budget: Budget,
  signal: AbortSignal,
): Promise<DirectionsFacts | string | undefined> {
  const { study, node, seal } = job.data;
  const { connection, queue, store, plans, backend } = workplace;
  if (node.kind === "hash") {
    const plan = await plans.plan(study);
    const hash = await computeHash({ plan, store, signal }, node);
    await recordDone(connection.notes, study, plan, node);
    return hash;
  }
  const plan = await plans.sealed(study, seal!);
  const children = node.kind === "sum" ? childrenOf(plan, node) : [];
  if (children.length > 0 && !job.data.expanded && !(await has(store, keyOf(plan, node)))) {
    await queue.addBulk(childJobs(job.data, children, job));
    await connection.comesBackFirst(job);
    await job.updateData({ ...job.data, expanded: true });
  }
  const expanded = job.data.expanded ?? false;
  if (expanded && (await job.moveToWaitingChildren(token))) throw new WaitingChildrenError();
  const failures = await failuresOf(job);
  if (failures.length > 0) throw new BelowFailed(failures.map(({ reason }) => reason));
  const release = await budget.take(memoryOf(plan, node), signal);
  try {
    const facts = await computeNode({ plan, store, backend, signal }, node);
    // The shards of a sum that unfolded have been counted one by one.
    if (!expanded) await recordDone(connection.notes, study, plan, node);
    return facts;
  } finally {
    release();
  }
}

/** Something below failed, which has been reported there: there is nothing to try again. */
class BelowFailed extends UnrecoverableError {
  constructor(reasons: readonly string[]) {
    super([...new Set(reasons)].join("\n"));
  }
}

/** Notes the failure of a job that will not be tried again. */
export async function noteFailure(
  job: Job<NodeData>,
  error: Error,
  { connection }: Workplace,
): Promise<void> {
  const last = job.attemptsMade >= (job.opts.attempts ?? 1);
  if (error instanceof BelowFailed || !last) return;
  await recordFailed(connection.notes, job.data.study, job.data.node, error.message);
}
