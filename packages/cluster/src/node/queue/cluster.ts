import { setTimeout as sleep } from "node:timers/promises";
import { SvccaError } from "@svcca/linalg";
import type { Job, Queue } from "bullmq";
import type { BlobStore } from "../../store/blob-store.js";
import { decodeJson, encodeJson } from "../compute/codec.js";
import { planKey, studyId } from "../plan/keys.js";
import type { StudyPlan } from "../plan/plan.js";
import { has, keep, load } from "../store/sealed.js";
import type { StudyResults } from "../study/conclude.js";
import { orAborted } from "./abort.js";
import { CANCELLED } from "./cancelled.js";
import { connect } from "./connection.js";
import type { StudyOutcome } from "./coordinate.js";
import { DEFAULT_RETRIES, type Retries, type StudyData, studyJobId } from "./jobs.js";
import { KEEP_SECONDS, queueName, studyKey } from "./names.js";
import { listWorkers, type WorkerInfo } from "./presence.js";
import { forgetProgress, notesOf, type StudyNotes, type StudyStatus, studyIds } from "./status.js";

/** Milliseconds between two looks at a study that somebody is waiting for. */
const INTERVAL = 300;

/** A connection to a cluster, to hand studies to it and to look at them. */
export interface Cluster {
  /** The address, without the password. */
  readonly shown: string;
  /**
   * Hands a study to the workers, or joins it when it is there already; what an earlier run of the
   * same study left in the store is used.
   *
   * @param title what it compares, for people.
   * @returns the id of the study.
   */
  submit(plan: StudyPlan, store: BlobStore, title: string, retries?: Retries): Promise<string>;
  /**
   * Waits for the end of a study.
   *
   * @throws SvccaError `not-found` when it failed, with the reasons, or was cancelled, or is not
   *   known; the reason of `signal`, which does not stop the study.
   */
  results(
    id: string,
    store: BlobStore,
    options?: {
      readonly onStatus?: (status: StudyStatus) => void;
      readonly signal?: AbortSignal;
    },
  ): Promise<StudyResults>;
  /** A study; undefined when it is not known. */
  study(id: string): Promise<StudyStatus | undefined>;
  /** All studies of the last week, latest first. */
  studies(): Promise<StudyStatus[]>;
  workers(): Promise<WorkerInfo[]>;
  /** Stops a study. What it computed stays in the store. Returns whether it was running. */
  cancel(id: string): Promise<boolean>;
  close(): Promise<void>;
}

/** Milliseconds that a server has to take leave of. */
const CLOSING = 500;

/** @throws SvccaError as `connect`. */
export async function connectCluster(address: string): Promise<Cluster> {
  const connection = await connect(address);
  const { notes, shown } = connection;
  const queues = new Map<string, Queue>();
  const queueOf = ({ version, backend }: { version: string; backend: string }) => {
    const name = queueName(version, backend);
    const queue = queues.get(name) ?? connection.queue(name);
    // The connection is made again by itself; whoever waits, waits.
    if (!queues.has(name)) queue.on("error", () => {});
    queues.set(name, queue);
    return queue;
  };
  const jobOf = (study: StudyNotes): Promise<Job<StudyData, StudyOutcome> | undefined> =>
    queueOf(study).getJob(studyJobId(study.id));
  const look = async (id: string) => {
    const noted = await notesOf(notes, id);
    if (!noted) return undefined;
    const state = await (await jobOf(noted))?.getState();
    // Read after its state, so that a job that ended meanwhile is there with how it ended.
    const job = await jobOf(noted);
    const { cancelled, ...status } = noted;
    return { job, status: { ...status, state: stateOf(state, cancelled) } };
  };

  return {
    shown,
    async submit(plan, store, title, { attempts, delay } = DEFAULT_RETRIES) {
      const id = studyId(plan);
      await keep(store, planKey(id), async () => encodeJson(plan));
      const there = await look(id);
      const outcome = there?.job?.returnvalue;
      const finished =
        there?.status.state === "done" && outcome && (await has(store, outcome.results));
      if (finished || there?.status.state === "running" || there?.status.state === "waiting")
        return id;
      if (there?.status.state === "cancelled" && !(await there.job?.isFailed())) {
        throw new SvccaError(
          "exists",
          `study ${id}: it is being cancelled; submit it again when its last jobs have ended`,
          { id },
        );
      }
      await there?.job?.remove();
      await forgetProgress(notes, id);
      const { version, backend } = plan;
      await notes.put(studyKey(id), { version, backend, title, submitted: `${Date.now()}` });
      await queueOf(plan).add("study", { study: id } satisfies StudyData, {
        jobId: studyJobId(id),
        attempts,
        backoff: { type: "exponential", delay, jitter: 0.5 },
        removeOnComplete: { age: KEEP_SECONDS },
        removeOnFail: { age: KEEP_SECONDS },
      });
      return id;
    },
    async results(id, store, { onStatus, signal } = {}) {
      for (;;) {
        signal?.throwIfAborted();
        // A server that is away is waited for, but not by somebody who does not wait.
        const found = await orAborted(look(id), signal);
        if (!found || found.status.state === "gone") throw unknown(id, shown);
        onStatus?.(found.status);
        const { job, status } = found;
        if (status.state === "done") return resultsIn(store, id, job!.returnvalue!);
        if (status.state === "failed") throw failed(id, job!.failedReason ?? "");
        if (status.state === "cancelled") {
          throw new SvccaError("not-found", `study ${id}: ${CANCELLED}; submit it again to go on`, {
            id,
          });
        }
        await sleep(INTERVAL, undefined, signal ? { signal } : {}).catch(() => {});
      }
    },
    async study(id) {
      return (await look(id))?.status;
    },
    async studies() {
      const found = await Promise.all((await studyIds(notes)).map(look));
      const studies = found.flatMap((one) => (one ? [one.status] : []));
      return studies.sort((a, b) => b.submitted - a.submitted);
    },
    workers: () => listWorkers(notes),
    async cancel(id) {
      const found = await look(id);
      if (!found) throw unknown(id, shown);
      const { state } = found.status;
      if (state !== "running" && state !== "waiting") return false;
      await notes.put(studyKey(id), { cancelled: "1" });
      return true;
    },
    async close() {
      const closed = (async () => {
        await Promise.all([...queues.values()].map((queue) => queue.close()));
        await connection.close();
      })();
      const patience = new AbortController();
      const late = sleep(CLOSING, undefined, { signal: patience.signal }).then(
        // The server is away: nothing that waits for it is waited for.
        () => void connection.close().catch(() => {}),
        () => {},
      );
      await Promise.race([closed, late]).finally(() => patience.abort());
      closed.catch(() => {});
    },
  };
}

function stateOf(job: string | undefined, cancelled: boolean): StudyStatus["state"] {
  if (job === "completed") return "done";
  if (cancelled) return "cancelled";
  if (job === undefined || job === "unknown") return "gone";
  if (job === "failed") return "failed";
  return job === "waiting" ? "waiting" : "running";
}

async function resultsIn(
  store: BlobStore,
  id: string,
  { results }: StudyOutcome,
): Promise<StudyResults> {
  const bytes = await load(store, results);
  if (bytes) return decodeJson(bytes);
  throw new SvccaError(
    "not-found",
    `study ${id}: its results are not in ${store.name}; submitter and workers must share one store (--store)`,
    { id, key: results },
  );
}

function failed(id: string, reasons: string): SvccaError {
  const lines = reasons.split("\n");
  const count = lines.length === 1 ? "one failure" : `${lines.length} failures`;
  return new SvccaError(
    "not-found",
    `study ${id}: ${count}, the rest is done and kept: ${lines.join("; ")}`,
    { id, failures: lines },
  );
}

function unknown(id: string, shown: string): SvccaError {
  return new SvccaError(
    "not-found",
    `study ${id}: not known at ${shown}; submit it again, what was computed is in the store`,
    { id },
  );
}
