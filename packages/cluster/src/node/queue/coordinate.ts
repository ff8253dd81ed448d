import { type Job, UnrecoverableError, WaitingChildrenError } from "bullmq";
import { encodeJson } from "../compute/codec.js";
import { sealedKey, sealOf } from "../plan/keys.js";
import { type Node, nodeId } from "../plan/nodes.js";
import type { StudyPlan } from "../plan/plan.js";
import { keep } from "../store/sealed.js";
import { type Advance, advance, begin } from "../study/advance.js";
import { conclude } from "../study/conclude.js";
import type { StudyState } from "../study/state.js";
import { brokenBy, type Failure, failuresOf } from "./failures.js";
import { childJobs, nodeIdOfKey, type StudyData } from "./jobs.js";
import { countOf, kindOf, recordStep } from "./record.js";
import type { Workplace } from "./workplace.js";

/** What the job of a study returns. */
export interface StudyOutcome {
  /** The key of the results in the store. */
  readonly results: string;
}

/**
 * The job of a study: adds the jobs of one step as its children and waits for them, until there is
 * nothing left to do. It holds no values, so any worker takes it up where another left it.
 */
export async function coordinate(
  job: Job<StudyData>,
  token: string,
  workplace: Workplace,
  signal: AbortSignal,
): Promise<StudyOutcome> {
  const { study } = job.data;
  const { plans, store, backend } = workplace;
  const plan = await plans.plan(study);
  for (;;) {
    signal.throwIfAborted();
    // The state says which children were added, not that they are done: the worker that added them
    // may have died right then.
    if (job.data.state && (await job.moveToWaitingChildren(token)))
      throw new WaitingChildrenError();
    const failures = await failuresOf(job);
    const next = await nextStep(job, plan, failures, workplace);
    if (next.state.step === "done") {
      if (failures.length > 0) {
        throw new UnrecoverableError([...new Set(failures.map(({ reason }) => reason))].join("\n"));
      }
      const sealed = await plans.sealed(study, next.state.seal!);
      return {
        results: await conclude({ plan: sealed, store, backend, signal }, study, next.state),
      };
    }
    await addStep(job, plan, next, workplace);
    await job.updateData({ ...job.data, state: next.state });
  }
}

async function nextStep(
  job: Job<StudyData>,
  plan: StudyPlan,
  failures: readonly Failure[],
  workplace: Workplace,
): Promise<Advance> {
  const { state, study } = job.data;
  if (!state) return begin(plan);
  const values = new Map(
    Object.entries(await job.getChildrenValues()).map(([key, value]) => [nodeIdOfKey(key), value]),
  );
  const broken = brokenBy(failures);
  const sealed: StudyState =
    state.step === "hash"
      ? { ...state, seal: await seal(plan, study, values, broken.brokenNetworks, workplace) }
      : state;
  return advance(plan, sealed, { directions: values, ...broken });
}

/** Keeps the plan together with the hashes that were found; those of broken networks are missing. */
async function seal(
  plan: StudyPlan,
  study: string,
  values: ReadonlyMap<string, string>,
  broken: ReadonlySet<number>,
  { store }: Workplace,
): Promise<string> {
  const hashes = plan.networks.map(({ parts }, network) =>
    parts.map(({ target }, part) => {
      const hash = values.get(nodeId({ kind: "hash", network, part }));
      if (hash === undefined && !broken.has(network)) throw new Error(`${target}: no hash`);
      return hash ?? "";
    }),
  );
  const name = sealOf({ hashes });
  await keep(store, sealedKey(study, name), async () => encodeJson({ ...plan, hashes }));
  return name;
}

/** Nodes that are added to the queue in one go. */
const BATCH = 1000;

async function addStep(
  job: Job<StudyData>,
  plan: StudyPlan,
  { state, nodes }: Advance,
  { queue, connection }: Workplace,
): Promise<void> {
  const { study } = job.data;
  const kinds = new Map<string, Node[]>();
  for (const node of nodes) kinds.set(kindOf(node), [...(kinds.get(kindOf(node)) ?? []), node]);
  const totals = [...kinds].map(([kind, list]) => [kind, countOf(plan, list)] as const);
  await connection.comesBackFirst(job);
  await recordStep(connection.notes, study, state.step, Object.fromEntries(totals));
  const origin = { study, seal: state.seal };
  for (let start = 0; start < nodes.length; start += BATCH) {
    await queue.addBulk(childJobs(origin, nodes.slice(start, start + BATCH), job));
  }
}
