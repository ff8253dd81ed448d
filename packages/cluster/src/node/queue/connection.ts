import { SvccaError } from "@svcca/linalg";
import { Redis } from "ioredis";

/** Milliseconds after which a server that does not answer counts as not there. */
const CONNECT_TIMEOUT = 10_000;

/** A connection to Redis, and how to call it in messages. */
export interface Connection {
  readonly redis: Redis;
  /** The address without name and password. */
  readonly shown: string;
}

/**
 * Connects to `redis://[USER:PASSWORD@]HOST[:PORT][/DB]`, or `rediss://` for TLS. From then on the
 * connection is made again whenever it breaks, for as long as it takes.
 *
 * @throws SvccaError `invalid-argument` for another kind of address, `not-found` when the server
 *   cannot be reached or refuses the password. No message holds the password.
 */
export async function connect(address: string): Promise<Connection> {
  const shown = shownAddress(address);
  const redis = new Redis(address, {
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
  return { redis, shown };
}

function shownAddress(address: string): string {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (!url || !/^rediss?:$/.test(url.protocol) || url.hostname === "") {
    throw new SvccaError(
      "invalid-argument",
      "the cluster is not a redis:// or rediss:// address; give one such as redis://HOST:6379",
      {},
    );
  }
  return `${url.protocol}//${url.host}${url.pathname}`;
}

function refused(shown: string, cause: Error): SvccaError {
  const { code } = cause as NodeJS.ErrnoException;
  const password = /WRONGPASS|NOAUTH|invalid password|without any password/i.test(cause.message);
  const why = password
    ? "the name or password was refused; check the address, or SVCCA_CLUSTER"
    : `cannot be reached (${code ?? cause.message.split("\n")[0]}); check that a Redis server runs there${shown.startsWith("rediss") ? ", with TLS and a certificate that is trusted (NODE_EXTRA_CA_CERTS)" : ""}`;
  return new SvccaError("not-found", `${shown}: ${why}`, { address: shown, code });
}
