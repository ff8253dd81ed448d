import { SvccaError } from "@svcca/linalg";
import {
  createPostgresBackend,
  type JobProgress,
  type PostgresConnectionOptions,
  type PostgresQueueBackend,
  Queue,
  Worker,
} from "bullmq";
import type { Connection } from "../connection.js";
import type { JobData } from "../jobs.js";
import { configOf } from "./address.js";
import { notesInPostgres } from "./notes.js";
import { isLoss, type PatientPool, patientPool } from "./pool.js";
import { prepareSchema, QUEUE_SCHEMA } from "./schema.js";

/** Milliseconds after which a server that does not answer counts as not there. */
const CONNECT_TIMEOUT = 10_000;

/**
 * Connections of one process: one that listens for jobs, and some for its queries. Servers allow a
 * hundred in all, unless they are told otherwise.
 */
const MOST_CONNECTIONS = 4;

/** @throws SvccaError as `connect`. */
export async function connectPostgres(url: URL): Promise<Connection> {
  const shown = `${url.protocol}//${url.host}${url.pathname}`;
  const config = configOf(url, shown);
  const { Pool } = await loadPg(shown);
  const pool = patientPool(
    new Pool({
      ...config,
      max: MOST_CONNECTIONS,
      connectionTimeoutMillis: CONNECT_TIMEOUT,
      // A server that vanished without a word is noticed.
      keepAlive: true,
      keepAliveInitialDelayMillis: CONNECT_TIMEOUT,
      application_name: "svcca",
      // BullMQ names no schema in its queries.
      options: `-c search_path=${QUEUE_SCHEMA}`,
    }),
  );
  try {
    const client = await pool.connect();
    await prepareSchema(client).finally(() => client.release());
  } catch (cause) {
    await pool.end();
    throw refused(shown, cause as Error);
  }
  pool.bePatient();
  return connectionOf(pool, shown);
}

function connectionOf(pool: PatientPool, shown: string): Connection {
  const connection: PostgresConnectionOptions = pool;
  // The tables may be those of other programs too. The types of a queue and a worker say on which
  // server they are, which nobody here asks.
  const nameOf = (name: string) => `svcca-${name}`;
  return {
    shown,
    notes: notesInPostgres(pool),
    queue: (name) =>
      new Queue(nameOf(name), { connection }, createPostgresBackend) as unknown as Queue,
    worker: (name, work, options) =>
      new Worker<
        JobData,
        unknown,
        string,
        PostgresQueueBackend,
        JobProgress,
        PostgresConnectionOptions
      >(
        nameOf(name),
        work,
        { ...options, connection },
        createPostgresBackend,
      ) as unknown as Worker<JobData>,
    // Else a parent comes back behind all that is waiting. BullMQ orders by priority first, then
    // last come first served; jobs have priority 0.
    comesBackFirst: (job) => job.changePriority({ priority: -1 }),
    isLoss,
    onLost: pool.onLost,
    onBack: pool.onBack,
    close: () => pool.end(),
  };
}

async function loadPg(shown: string) {
  try {
    return (await import("pg")).default;
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    // One that is there and lacks a package of its own names that.
    if (code !== "ERR_MODULE_NOT_FOUND" || !/Cannot find package 'pg'/.test(message)) throw cause;
    throw new SvccaError(
      "not-found",
      `${shown}: the package pg is not installed, and PostgreSQL needs it; run npm install pg`,
      { package: "pg" },
    );
  }
}

const REASONS: Readonly<Record<string, string>> = {
  "28P01": "the name or password was refused; check the address, or SVCCA_CLUSTER",
  "28000":
    "the name was refused; check the address, or SVCCA_CLUSTER, and whether the server asks for TLS (?sslmode=require)",
  "3D000": "there is no such database; createdb makes it",
  "42501":
    "the name may not use its tables, or make them; see which GRANTs that takes in the README of @svcca/cluster, On PostgreSQL",
  "53300": "no connection is left; raise max_connections of the server",
};

function refused(shown: string, cause: Error): SvccaError {
  const { code, message } = cause as NodeJS.ErrnoException;
  const tls = /SSL|TLS|CERT/.test(`${code} ${message}`)
    ? ", with TLS and a certificate that is trusted (NODE_EXTRA_CA_CERTS)"
    : "";
  const why =
    REASONS[code ?? ""] ??
    // What pg says where it has none to give to a server that asks for one.
    (/password must be a (non-empty )?string/.test(message)
      ? "the server asks for a password and there is none; put one into the address, SVCCA_CLUSTER or PGPASSWORD"
      : undefined) ??
    (/^BullMQ/.test(message)
      ? message
      : `cannot be reached (${code ?? message.split("\n")[0]}); check that a PostgreSQL server runs there${tls}`);
  return new SvccaError("not-found", `${shown}: ${why}`, { address: shown, code });
}
