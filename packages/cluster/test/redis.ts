import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { type AddressInfo, connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/** Whether there is a redis-server to test against; Debian's package is `redis-server`. */
export const hasRedis = spawnSync("redis-server", ["--version"]).status === 0;

/** A Redis of its own for a test, on a free port of this machine. */
export interface RedisServer {
  readonly url: string;
  readonly port: number;
  /** Ends it at once, as a loss of power would, and starts it again on its files. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts a server that keeps what it is told in an append-only file. */
export async function startRedis(...more: string[]): Promise<RedisServer> {
  const folder = mkdtempSync(join(tmpdir(), "svcca-redis-"));
  const port = await freePort();
  let child: ChildProcess;
  const start = async () => {
    const options = ["--port", `${port}`, "--bind", "127.0.0.1", "--dir", folder, "--save", ""];
    const persistence = ["--appendonly", "yes", "--appendfsync", "always"];
    child = spawn("redis-server", [...options, ...persistence, ...more], { stdio: "ignore" });
    await answers(port);
  };
  const end = async (signal: NodeJS.Signals) => {
    const ended = new Promise((resolve) => child.once("exit", resolve));
    child.kill(signal);
    await ended;
  };
  await start();
  return {
    url: `redis://127.0.0.1:${port}`,
    port,
    async restart() {
      await end("SIGKILL");
      await start();
    },
    async stop() {
      await end("SIGKILL");
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Waits until a server has read its files; one that asks for a password has. */
async function answers(port: number): Promise<void> {
  for (let tries = 0; tries < 400; tries++) {
    const reply = await new Promise<string>((resolve) => {
      const socket = connect(port, "127.0.0.1", () => socket.write("PING\r\n"));
      socket.on("data", (data) => {
        socket.destroy();
        resolve(data.toString());
      });
      socket.on("error", (error) => resolve(error.message));
    });
    if (/PONG|NOAUTH/.test(reply)) return;
    await sleep(25);
  }
  throw new Error("redis-server does not answer");
}

export function freePort(): Promise<number> {
  const server = createServer();
  return new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
