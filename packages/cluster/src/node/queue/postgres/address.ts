import { SvccaError } from "@svcca/linalg";
import type { PoolConfig } from "pg";

/**
 * What an address says, for `pg`. What is missing comes from `PGUSER`, `PGSSLMODE` and the like, as everywhere.
 * `sslmode=require` asks for TLS with a certificate that is trusted, as `rediss://` does: anybody
 * can listen behind one that is not.
 *
 * @param url whose escapes are right: `connection.ts` has looked.
 * @throws SvccaError `invalid-argument` for anything else behind the question mark, and for another
 *   `PGSSLMODE`.
 */
export function configOf(url: URL, shown: string): PoolConfig {
  return {
    host: url.hostname.replace(/^\[|\]$/g, ""),
    ...(url.port ? { port: Number(url.port) } : {}),
    ...(url.username ? { user: decodeURIComponent(url.username) } : {}),
    ...(url.password ? { password: decodeURIComponent(url.password) } : {}),
    ...(url.pathname.length > 1 ? { database: decodeURIComponent(url.pathname.slice(1)) } : {}),
    ssl: wantsTls(url, shown),
  };
}

function wantsTls({ searchParams }: URL, shown: string): boolean {
  for (const name of searchParams.keys()) {
    if (name !== "sslmode") throw notUnderstood(shown, name);
  }
  const said = searchParams.get("sslmode");
  const mode = said ?? (process.env.PGSSLMODE || "disable");
  if (!["disable", "require", "verify-full"].includes(mode)) {
    throw notUnderstood(shown, `${said === null ? "PGSSLMODE" : "sslmode"}=${mode}`);
  }
  return mode !== "disable";
}

function notUnderstood(shown: string, received: string): SvccaError {
  return new SvccaError(
    "invalid-argument",
    `${shown}: ${received} is not understood; only sslmode is, as disable, or as require or verify-full for TLS with a certificate that is trusted (NODE_EXTRA_CA_CERTS)`,
    { received },
  );
}
