import { SvccaError } from "@svcca/linalg";
import { Queue, Worker } from "bullmq";
import { Redis } from "ioredis";
import type { Connection } from "../connection.js";
import { PREFIX } from "../names.js";
import { notesInRedis } from "./notes.js";

/** Milliseconds after which a server that does not answer counts as not there. */
const CONNECT_TIMEOUT = 10_000;

/** @throws SvccaError as `connect`. */
export async function connectRedis(url: URL): Promise<Connection> {
  const shown = `${url.protocol}//${url.host}${url.pathname}`;
  const redis = new Redis(url.href, {
    lazyConnect: true,
    connectTimeout: CONNECT_TIMEOUT,
    // Commands wait for a connection that broke, and are not given up.
    maxRetriesPerRequest: null,
    retryStrategy: (times) => (connected ? Math.min(250 * times, 5000) : null),
  });
  let connected = false;
  let reason: Error | undefined;
  redis.on("error", (error: Error) => {
    reason = error;
  });
  try {
    await redis.connect();
    await redis.ping();
    connected = true;
  } catch (cause) {
    redis.disconnect();
    throw refused(shown, (reason ?? cause) as Error);
  }
  const place = { connection: redis, prefix: PREFIX };
  return {
    shown,
    notes: notesInRedis(redis),
    queue: (name) => new Queue(name, place),
    worker: (name, work, options) => new Worker(name, work, { ...options, ...place }),
    // As every parent does here.
    async comesBackFirst() {},
    isLoss: () => redis.status !== "ready",
    onLost: (listener) => redis.on("error", listener),
    onBack: (listener) => redis.on("ready", listener),
    async close() {
      redis.disconnect();
    },
  };
}

function refused(shown: string, cause: Error): SvccaError {
  const { code } = cause as NodeJS.ErrnoException;
  const password = /WRONGPASS|NOAUTH|invalid password|without any password/i.test(cause.message);
  const why = password
    ? "the name or password was refused; check the address, or SVCCA_CLUSTER"
    : `cannot be reached (${code ?? cause.message.split("\n")[0]}); check that a Redis server runs there${shown.startsWith("rediss") ? ", with TLS and a certificate that is trusted (NODE_EXTRA_CA_CERTS)" : ""}`;
  return new SvccaError("not-found", `${shown}: ${why}`, { address: shown, code });
}
