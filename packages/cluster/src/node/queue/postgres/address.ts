import { SvccaError } from "@svcca/linalg";
import type { PoolConfig } from "pg";

/**
 * What an address says, for `pg`. What is missing comes from `PGUSER`, `PGSSLMODE` and the like, as everywhere.
 * `sslmode=require` asks for TLS with a certificate that is trusted, as `rediss://` does: anybody
 * can listen behind one that is not.
 *
 * @throws SvccaError `invalid-argument` for anything else behind the question mark, for another
 *   `PGSSLMODE`, and for a `%` that stands for nothing.
 */
export function configOf(url: URL, shown: string): PoolConfig {
  return {
    host: url.hostname.replace(/^\[|\]$/g, ""),
    ...(url.port ? { port: Number(url.port) } : {}),
    ...(url.username ? { user: plain(url.username, shown) } : {}),
    ...(url.password ? { password: plain(url.password, shown) } : {}),
    ...(url.pathname.length > 1 ? { database: plain(url.pathname.slice(1), shown) } : {}),
    ssl: wantsTls(url, shown),
  };
}

function plain(text: string, shown: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new SvccaError(
      "invalid-argument",
      `${shown}: a % in a name, password or database is written as %25 in an address`,
      {},
    );
  }
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
