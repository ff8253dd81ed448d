import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort } from "./redis.js";

/** Where Debian's package `postgresql` puts its programs, by version; elsewhere they are on the path. */
const DEBIAN = "/usr/lib/postgresql";
const versions = existsSync(DEBIAN) ? readdirSync(DEBIAN) : [];
const bin = versions[0] ? `${join(DEBIAN, versions[0], "bin")}/` : "";

/** The server refuses to be root's: then it runs as the user that Debian has for it, or as nobody. */
const isRoot = process.getuid?.() === 0;
const user = spawnSync("id", ["-u", "postgres"]).status === 0 ? "postgres" : "nobody";
const asUser = isRoot ? ["setpriv", `--reuid=${user}`, "--clear-groups"] : [];

function command(program: string, ...args: string[]): [string, string[]] {
  const [first = "", ...rest] = [...asUser, bin + program, ...args];
  return [first, rest];
}

/** Whether there is a PostgreSQL server to test against. */
export const hasPostgres =
  spawnSync(...command("postgres", "--version")).status === 0 &&
  spawnSync(...command("initdb", "--version")).status === 0;

export const PASSWORD = "open-sesame";

/** A PostgreSQL of its own for a test, on a free port of this machine. */
export interface PostgresServer {
  readonly url: string;
  readonly port: number;
  /** Ends it at once, without a word to anybody, and starts it again on its files. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Starts a server with a database `postgres` of the user `svcca`.
 *
 * @param settings lines of its configuration.
 * @param files to be put beside its data, by name; only the server may read them.
 */
export async function startPostgres(
  settings: readonly string[] = [],
  files: Readonly<Record<string, string | Uint8Array>> = {},
): Promise<PostgresServer> {
  const folder = mkdtempSync(join(tmpdir(), "svcca-postgres-"));
  const port = await freePort();
  const own = (path: string) => {
    if (isRoot) spawnSync("chown", [user, path]);
  };
  const put = (name: string, text: string | Uint8Array) => {
    writeFileSync(join(folder, name), text, { mode: 0o600 });
    own(join(folder, name));
  };
  chmodSync(folder, 0o700);
  own(folder);
  put("password", PASSWORD);
  for (const [name, text] of Object.entries(files)) put(name, text);
  const data = join(folder, "data");
  const [program, args] = command(
    "initdb",
    ...["-D", data, "-U", "svcca", "--auth=scram-sha-256", `--pwfile=${join(folder, "password")}`],
    ...["--encoding=UTF8", "--locale=C", "--no-sync"],
  );
  const made = spawnSync(program, args, { encoding: "utf8", cwd: folder });
  if (made.status !== 0) throw new Error(`initdb: ${made.stderr}`);
  const place = [
    `port = ${port}`,
    "listen_addresses = '127.0.0.1'",
    `unix_socket_directories = ''`,
  ];
  // The system keeps what was written when the server dies; only a loss of power would need more.
  const lines = [
    ...place,
    "fsync = off",
    "full_page_writes = off",
    ...settings.map((line) => line.replace("DIR", folder)),
  ];
  appendFileSync(join(data, "postgresql.conf"), `${lines.join("\n")}\n`);
  let child: ChildProcess;
  const start = async () => {
    child = spawn(...command("postgres", "-D", data), { stdio: "ignore", cwd: folder });
    await answers(port);
  };
  const end = async () => {
    const ended = new Promise((resolve) => child.once("exit", resolve));
    // An immediate shutdown: nothing is finished, and its files are those of a crash.
    child.kill("SIGQUIT");
    await ended;
  };
  await start();
  return {
    url: `postgres://svcca:${PASSWORD}@127.0.0.1:${port}/postgres`,
    port,
    async restart() {
      await end();
      await start();
    },
    async stop() {
      await end();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function answers(port: number): Promise<void> {
  const where = ["-h", "127.0.0.1", "-p", `${port}`, "-q"];
  for (let tries = 0; tries < 400; tries++) {
    if (spawnSync(`${bin}pg_isready`, where).status === 0) return;
    await sleep(25);
  }
  throw new Error("postgres does not answer");
}
