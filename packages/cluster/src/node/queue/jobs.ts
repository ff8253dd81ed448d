import type { Job, JobsOptions } from "bullmq";
import { type Node, nodeId } from "../plan/nodes.js";
import type { StudyState } from "../study/state.js";

/** The data of the job of a node: no values in it, only where it belongs. */
export interface NodeData {
  readonly study: string;
  readonly node: Node;
  /** Names the hashes of the files, once these are known. */
  readonly seal?: string;
  /** Its children have been added. */
  readonly expanded?: boolean;
}

/** The data of the job of a study. */
export interface StudyData {
  readonly study: string;
  readonly state?: StudyState;
}

export type JobData = NodeData | StudyData;

/** How often a job is tried, and how long it waits in between (milliseconds, doubling). */
export interface Retries {
  readonly attempts: number;
  readonly delay: number;
}

/** Four tries over some ten seconds: enough for a file server that hiccups. */
export const DEFAULT_RETRIES: Retries = { attempts: 4, delay: 1500 };

/** The job of a study, by the id of the study. */
export const studyJobId = (study: string) => `study.${study}`;

/** The options of jobs that others wait for. */
function nodeOptions(study: string, node: Node, { attempts, delay }: Retries): JobsOptions {
  return {
    jobId: `${study}.${nodeId(node)}`,
    attempts,
    backoff: { type: "exponential", delay, jitter: 0.5 },
    // The rest goes on, and what waits for this one is told.
    ignoreDependencyOnFailure: true,
    // What it found is in the store, and what its parent needs has been handed on.
    removeOnComplete: true,
    removeOnFail: true,
    // Depth first: sums are finished before others are begun, so that little lies around.
    lifo: true,
  };
}

/** The jobs of nodes, as children of a job, and tried as often as that. */
export function childJobs(
  { study, seal }: { readonly study: string; readonly seal?: string | undefined },
  nodes: readonly Node[],
  parent: Pick<Job, "id" | "queueQualifiedName" | "opts">,
) {
  const { attempts = 1, backoff } = parent.opts;
  const delay = typeof backoff === "object" ? (backoff.delay ?? 0) : 0;
  return nodes.map((node) => ({
    name: node.kind,
    data: { study, node, ...(seal ? { seal } : {}) } satisfies NodeData,
    opts: {
      ...nodeOptions(study, node, { attempts, delay }),
      parent: { id: parent.id!, queue: parent.queueQualifiedName },
    },
  }));
}

/** The node that the key of a job is of: `PREFIX:QUEUE:STUDY.NODE`. */
export function nodeIdOfKey(key: string): string {
  const id = key.slice(key.lastIndexOf(":") + 1);
  return id.slice(id.indexOf(".") + 1);
}
