import { SvccaError } from "@svcca/linalg";
import type { Job, Processor, Queue, Worker, WorkerOptions } from "bullmq";
import type { JobData } from "./jobs.js";
import type { Notes } from "./notes.js";
import { connectRedis } from "./redis/connect.js";

/** A connection to the server of a cluster, which holds its queues and notes. */
export interface Connection {
  /** The address without name and password. */
  readonly shown: string;
  readonly notes: Notes;
  queue(name: string): Queue;
  worker(
    name: string,
    work: Processor<JobData>,
    options: Omit<WorkerOptions, "connection">,
  ): Worker<JobData>;
  /**
   * Has a job that is about to wait for its children come back before all others when these are
   * done, so that what they left is added up before more is made.
   */
  comesBackFirst(job: Job): Promise<void>;
  /** Whether an error says that the connection broke. It is made again by itself. */
  isLoss(error: Error): boolean;
  onLost(listener: (error: Error) => void): void;
  /** Calls `listener` when the server answers again, and maybe when it did all the time. */
  onBack(listener: () => void): void;
  close(): Promise<void>;
}

/**
 * Connects to `redis://[USER:PASSWORD@]HOST[:PORT][/DB]`, `rediss://` for TLS, or
 * `postgres://[USER:PASSWORD@]HOST[:PORT]/DATABASE[?sslmode=require]`. From then on the connection
 * is made again whenever it breaks, for as long as it takes.
 *
 * @throws SvccaError `invalid-argument` for another kind of address, `not-found` when the server
 *   cannot be reached or refuses the password, or when the package `pg` is missing that PostgreSQL
 *   needs. No message holds the password.
 */
export async function connect(address: string): Promise<Connection> {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url && url.hostname !== "") {
    assertEscaped(url);
    if (/^rediss?:$/.test(url.protocol)) return connectRedis(url);
    if (/^postgres(ql)?:$/.test(url.protocol)) {
      const { connectPostgres } = await import("./postgres/connect.js");
      return connectPostgres(url);
    }
  }
  throw new SvccaError(
    "invalid-argument",
    "the cluster is not a redis://, rediss:// or postgres:// address; give one such as redis://HOST:6379",
    {},
  );
}

/**
 * A password with a `/`, `?` or `#` that is not escaped ends where that stands: the rest would be
 * taken for a path, a query or a fragment, which messages show.
 */
function assertEscaped({ username, password, pathname, search, hash }: URL): void {
  const canDecode = [username, password, pathname].every((part) => {
    try {
      return typeof decodeURIComponent(part) === "string";
    } catch {
      return false;
    }
  });
  if (canDecode && hash === "" && !/@|%40/i.test(pathname + search)) return;
  throw new SvccaError(
    "invalid-argument",
    "the address of the cluster cannot be told from its password; escape the password (%2F for /, %3F for ?, %23 for #, %40 for @, %25 for %)",
    {},
  );
}
