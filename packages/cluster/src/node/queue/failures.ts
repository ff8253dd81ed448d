import type { Job } from "bullmq";
import { nodeIdOfKey } from "./jobs.js";

/** Something that failed for good under a job. */
export interface Failure {
  /** The id of the child that it was under. */
  readonly node: string;
  /** One line. */
  readonly reason: string;
}

/** What failed under a job: the reasons of all shards below, each once. */
export async function failuresOf(job: Job): Promise<Failure[]> {
  const failed = await job.getIgnoredChildrenFailures();
  const seen = new Set<string>();
  return Object.entries(failed).flatMap(([key, reasons]) => {
    const node = nodeIdOfKey(key);
    return reasons.split("\n").flatMap((text) => {
      const reason = explained(node, text);
      const known = seen.has(`${node} ${reason}`);
      seen.add(`${node} ${reason}`);
      return known ? [] : [{ node, reason }];
    });
  });
}

/** BullMQ's own words name no job. */
function explained(node: string, reason: string): string {
  return /^job stalled more/.test(reason)
    ? `${node}: every worker that took it died or stopped answering; it may need more memory than they have`
    : reason;
}

/** Networks and couples that failures are of, by place; the ids of nodes say which. */
export function brokenBy(failures: readonly Failure[]) {
  const networks = new Set<number>();
  const couples = new Set<number>();
  for (const { node } of failures) {
    const [kind, place] = node.split(".");
    (kind === "cross" || kind === "pairs" ? couples : networks).add(Number(place));
  }
  return { brokenNetworks: networks, brokenCouples: couples };
}
