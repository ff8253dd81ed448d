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

/** The studies that were submitted, as a set of ids. */
export const STUDIES = `${PREFIX}:studies`;

/** What is known of a study beside its job: a hash. */
export const studyKey = (id: string) => `${PREFIX}:study:${id}`;

/** The nodes of one kind that are done, as a set: however often one is done, it counts once. */
export const doneKey = (id: string, kind: string) => `${PREFIX}:study:${id}:done:${kind}`;

/** What failed for good, and why: a hash by node. */
export const failedKey = (id: string) => `${PREFIX}:study:${id}:failed`;

/** A worker's sign of life, which vanishes soon after the worker. */
export const workerKey = (name: string) => `${PREFIX}:worker:${name}`;

/** Seconds that anything of a study stays in Redis after its last change: a week. */
export const KEEP_SECONDS = 7 * 24 * 3600;
