import { randomUUID } from "node:crypto";
import { hostname } from "node:os";
import type { Backend } from "@svcca/linalg";
import type { Job } from "bullmq";
import type { BlobStore } from "../../store/blob-store.js";
import { budgetOf } from "./budget.js";
import { watchCancelled } from "./cancelled.js";
import { connect } from "./connection.js";
import { connectionNotes } from "./connection-notes.js";
import { coordinate } from "./coordinate.js";
import type { JobData, NodeData, StudyData } from "./jobs.js";
import { queueName } from "./names.js";
import { noteFailure, perform } from "./perform.js";
import { plansOf } from "./plans.js";
import { announce } from "./presence.js";
import type { Workplace } from "./workplace.js";

/** What {@link startWorker} is told. */
export interface WorkerOptions {
  /** `redis://...`, `rediss://...` or `postgres://...`. */
  readonly cluster: string;
  readonly store: BlobStore;
  readonly backend: Backend;
  /** Of the program: only studies of the same version are worked on. */
  readonly version: string;
  /** Bytes that the jobs of this worker may take together. */
  readonly memory: number;
  /** Jobs at a time. Default 1: the backend has threads of its own. */
  readonly concurrency?: number | undefined;
  /**
   * Seconds after which a worker that gives no sign of life has lost its job to another. It must be
   * longer than the longest computation that lets nothing else run, the decomposition of the widest
   * layer. Default 60: enough for some thousand neurons.
   */
  readonly lockSeconds?: number | undefined;
  /** Called with one line for people: a job that failed, a connection that was lost. */
  readonly onNote?: ((line: string) => void) | undefined;
}

/** A worker that is running. */
export interface RunningWorker {
  /** What it is called in the list of workers. */
  readonly name: string;
  /** The address of the cluster, without the password. */
  readonly shown: string;
  /** Takes no more jobs, and ends when those are done that it has. */
  close(): Promise<void>;
}

/** Times that the workers of a job may die under it before it is given up. */
const MOST_STALLED = 25;

/**
 * Works on the studies of a cluster until it is closed. Any number of workers run on any number of
 * machines; each may be killed at any time.
 *
 * @throws SvccaError as `connect`.
 */
export async function startWorker(options: WorkerOptions): Promise<RunningWorker> {
  const { store, backend, version, memory, concurrency = 1, lockSeconds = 60 } = options;
  const note = options.onNote ?? (() => {});
  const connection = await connect(options.cluster);
  const { shown } = connection;
  const name = `${hostname()}:${process.pid}:${randomUUID().slice(0, 8)}`;
  const queue = connection.queue(queueName(version, backend.name));
  const workplace: Workplace = { connection, queue, store, backend, plans: plansOf(store) };
  const budget = budgetOf(memory);
  const work = async (job: Job<JobData>, token = "") => {
    const watch = watchCancelled(connection, job.data.study);
    try {
      await watch.check();
      return "node" in job.data
        ? await perform(job as Job<NodeData>, token, workplace, budget, watch.signal)
        : await coordinate(job as Job<StudyData>, token, workplace, watch.signal);
    } finally {
      watch.dispose();
    }
  };
  const worker = connection.worker(queueName(version, backend.name), work, {
    name,
    concurrency,
    lockDuration: lockSeconds * 1000,
    stalledInterval: lockSeconds * 500,
    maxStalledCount: MOST_STALLED,
  });
  worker.on("failed", (job, error) => {
    if (!job || !("node" in job.data)) return;
    const of = job as Job<NodeData>;
    const more = of.attemptsMade < (of.opts.attempts ?? 1) ? "; it will be tried again" : "";
    note(`${error.message.split("\n")[0]}${more}`);
    void noteFailure(of, error, workplace).catch(() => {});
  });
  const tell = connectionNotes(connection, note, lockSeconds);
  worker.on("error", tell);
  queue.on("error", tell);
  const presence = announce(connection, name, { version, backend: backend.name, memory });
  return {
    name,
    shown,
    async close() {
      await worker.close();
      await presence.leave();
      await queue.close();
      await connection.close();
    },
  };
}
