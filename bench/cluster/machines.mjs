// The processes that the benchmark watches.
import { fork, spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { writeArrays } from "../../packages/io/dist/node/index.js";

const require = createRequire(new URL("../../packages/cluster/package.json", import.meta.url));
const { Redis } = require("ioredis");
const script = fileURLToPath(new URL("worker.mjs", import.meta.url));
const command = fileURLToPath(new URL("../../apps/cli/bin/svcca.js", import.meta.url));

/** A Redis that writes every command to disk within a second, as it should be run. */
export async function startRedis() {
  const folder = mkdtempSync(join(tmpdir(), "svcca-redis-"));
  const port = await new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
  const options = ["--port", `${port}`, "--bind", "127.0.0.1", "--dir", folder, "--save", ""];
  const server = spawn("redis-server", [...options, "--appendonly", "yes"], { stdio: "ignore" });
  const client = new Redis(port, "127.0.0.1", { retryStrategy: () => 50 });
  client.on("error", () => {});
  await client.ping();
  const number = async (section, name) =>
    Number(new RegExp(`${name}:([\\d.]+)`).exec(await client.info(section))[1]);
  return {
    url: `redis://127.0.0.1:${port}`,
    bytes: async () =>
      (await number("stats", "total_net_input_bytes")) +
      (await number("stats", "total_net_output_bytes")),
    cpu: async () => (await number("cpu", "used_cpu_user")) + (await number("cpu", "used_cpu_sys")),
    async stop() {
      client.disconnect();
      server.kill();
      await new Promise((resolve) => server.on("exit", resolve));
      rmSync(folder, { recursive: true });
    },
  };
}

/**
 * A server that runs already, such as PostgreSQL; its processor time is that of a process and its
 * children, where the process is known.
 */
export function serverAt(url, pid) {
  return {
    url,
    bytes: async () => Number.NaN,
    cpu: async () => (pid ? familySeconds(pid) : Number.NaN),
    async stop() {},
  };
}

/** Seconds of processor of a process, of its children, and of those that ended. */
function familySeconds(pid) {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim().split(" ");
  const fields = statOf(pid);
  const ended = (Number(fields[13]) + Number(fields[14])) / 100;
  return children
    .filter(Boolean)
    .reduce((sum, child) => sum + processorSeconds(child), processorSeconds(pid) + ended);
}

/** Workers that wait for a version to work on. */
export async function startWorkers(count, url, store) {
  const workers = Array.from({ length: count }, () => fork(script, [url, store]));
  const say = (text) =>
    Promise.all(
      workers.map((worker) => {
        const answered = new Promise((resolve) => worker.once("message", resolve));
        worker.send(text);
        return answered;
      }),
    );
  return {
    version: say,
    /** Seconds of processor that all of them have used. */
    cpu: () => workers.reduce((sum, { pid }) => sum + processorSeconds(pid), 0),
    async stop() {
      for (const worker of workers) worker.kill();
      await Promise.all(workers.map((one) => new Promise((resolve) => one.once("exit", resolve))));
    },
  };
}

function processorSeconds(pid) {
  const fields = statOf(pid);
  // In ticks of 10 ms.
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

const statOf = (pid) => readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1].split(" ");

/** What work takes: seconds, processor seconds of workers and server, bytes through the server. */
export async function measured(server, workers, work) {
  const before = [await server.bytes(), await server.cpu(), workers.cpu()];
  const begun = performance.now();
  const result = await work();
  const seconds = (performance.now() - begun) / 1000;
  await sleep(50);
  return {
    result,
    seconds,
    bytes: (await server.bytes()) - before[0],
    serverCpu: (await server.cpu()) - before[1],
    cpu: workers.cpu() - before[2],
  };
}

/** The same grid by the command, on one thread. */
export async function oneMachine(targets) {
  const begun = performance.now();
  const { stderr } = spawnSync(
    "/usr/bin/env",
    [
      "bash",
      "-c",
      `TIMEFORMAT='%U %S'; time "$@" >/dev/null`,
      "bash",
      process.execPath,
      command,
    ].concat("grid", targets, "--threads", "1", "--backend", "wasm", "--quiet"),
    { encoding: "utf8" },
  );
  const [user, system] = stderr.trim().split(" ").map(Number);
  return { seconds: (performance.now() - begun) / 1000, cpu: user + system };
}

const sizes = (width) => Float32Array.from({ length: width }, (_, j) => 0.97 ** j);

/** A network whose directions fall in size as those of a trained one. */
export async function writeNetwork(path, n, widths, seed) {
  const arrays = widths.map((width, i) => {
    const name = `layer${i}`;
    const scale = sizes(width);
    const read = async (start, end) => {
      const out = new Float32Array((end - start) * width);
      let state = (seed * 100 + i + 1) * 2654435761 + start * 40503;
      for (let p = 0; p < out.length; p++) {
        state = (Math.imul(state, 1664525) + 1013904223) | 0;
        out[p] = (state / 2 ** 31) * scale[p % width];
      }
      return out;
    };
    return { name, source: { name, shape: [n, width], dtype: "<f4", attributes: {}, read } };
  });
  await writeArrays(path, arrays);
}
