/**
 * Begins all keys in Redis. In braces, so that all of them live on one node of a Redis Cluster, as
 * BullMQ's scripts need it.
 */
export const PREFIX = "{svcca}";

/**
 * The queue of a version and a backend: machines that would compute something else, however little,
 * never see each other's jobs.
 */
export function queueName(version: string, backend: string): string {
  return `${version}-${backend}`;
}

/** Begins the notes of studies. */
export const STUDIES = "study:";

/** What is known of a study beside its job. */
export const studyKey = (id: string) => `${STUDIES}${id}`;

/** The nodes of one kind that are done, as fields: however often one is done, it counts once. */
export const doneKey = (id: string, kind: string) => `done:${id}:${kind}`;

/** What failed for good, and why: by node. */
export const failedKey = (id: string) => `failed:${id}`;

/** Begins the notes of workers. */
export const WORKERS = "worker:";

/** A worker's sign of life, which vanishes soon after the worker. */
export const workerKey = (name: string) => `${WORKERS}${name}`;

/** Seconds that anything of a study is kept by the server after its last change: a week. */
export const KEEP_SECONDS = 7 * 24 * 3600;
