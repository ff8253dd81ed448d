import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { fileStore, startWorker } from "@svcca/cluster/node";
import { encodeNpz } from "@svcca/io";
import { writeArrays } from "@svcca/io/node";
import { type ArraySource, referenceBackend } from "@svcca/linalg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { network } from "../../../packages/cluster/test/networks.js";
import {
  freePort,
  hasRedis,
  type RedisServer,
  startRedis,
} from "../../../packages/cluster/test/redis.js";
import { bin, svcca } from "./run.js";

const folder = mkdtempSync(join(tmpdir(), "svcca-cluster-"));
const store = join(folder, "store");
const running: ChildProcess[] = [];
const mounted: string[] = [];
let redis: RedisServer;
afterAll(() => {
  for (const place of mounted) spawnSync("umount", [place]);
  rmSync(folder, { recursive: true, force: true });
});

/** Starts the command, and waits until it has printed `sign` on stderr. */
async function start(args: readonly string[], sign: RegExp) {
  const child = spawn(process.execPath, [bin, ...args], { stdio: ["ignore", "pipe", "pipe"] });
  running.push(child);
  let stderr = "";
  await new Promise<void>((resolve, reject) => {
    child.stderr.on("data", (chunk) => {
      stderr += chunk;
      if (sign.test(stderr)) resolve();
    });
    child.on("exit", () => reject(new Error(stderr)));
  });
  const ended = new Promise<number | null>((resolve) => child.on("exit", resolve));
  return { child, ended, stderr: () => stderr };
}

const N = 300;
const path = (name: string) => join(folder, name);

describe.runIf(hasRedis)("a cluster", { timeout: 120_000 }, () => {
  beforeAll(async () => {
    redis = await startRedis();
    writeFileSync(path("a.npz"), encodeNpz(network(N, [10, 16], 1)));
    writeFileSync(path("b.npz"), encodeNpz(network(N, [12, 7], 2)));
    await start(["worker", ...onCluster(), "--threads", "1"], /worker at/);
  });
  afterAll(async () => {
    for (const child of running) child.kill("SIGKILL");
    await redis.stop();
  });
  const onCluster = () => ["--cluster", redis.url, "--store", store];

  test("a grid is the grid of one machine, and a second run joins the first", () => {
    const grid = ["grid", path("a.npz"), path("b.npz"), "--measure", "cca", "--format", "json"];
    const one = JSON.parse(svcca(...grid).stdout);
    const output = path("grid.json");
    const many = svcca(...grid, ...onCluster(), "--shard-rows", "40", "--output", output);
    expect(many.stderr).toMatch(/^svcca: note: study [0-9a-f]{16} at redis:\/\/127/);
    const { values, ...rest } = JSON.parse(many.stdout);
    const { values: expected, ...others } = one;
    expect(rest).toEqual(others);
    expected.flat().forEach((value: number, k: number) => {
      expect(Math.abs(values.flat()[k] - value)).toBeLessThan(1e-12);
    });
    expect(readFileSync(output, "utf8")).toBe(many.stdout);
    const again = svcca(...grid, ...onCluster(), "--shard-rows", "40");
    expect(again.stdout).toBe(many.stdout);
    const status = svcca("status", "--cluster", redis.url);
    expect(status.stdout).toMatch(/ {2}done {2}grid .*a\.npz .*b\.npz \(submitted/);
    expect(status.stdout).toMatch(/workers: 1 of svcca 0\.0\.0 with wasm, on 1 machine/);
  });

  test("a shard with NaN and a damaged file: named, tried again, the rest finished; then mended", async () => {
    const layers = (seed: number) => network(N, [8, 6], seed);
    for (let i = 0; i < 3; i++) {
      const shard = network(N, [8, 6], 3, i * 100, (i + 1) * 100);
      if (i === 1)
        shard.layer1!.data = shard.layer1!.data.map((v, p) => (p === 77 ? Number.NaN : v));
      writeFileSync(path(`poisoned-${i}.npz`), encodeNpz(shard));
    }
    const damaged = path("damaged.npz");
    await writeArrays(damaged, sources(layers(4)), { compress: true });
    const whole = readFileSync(damaged);
    const bytes = Buffer.from(whole);
    bytes.fill(0x55, 2000, 2100);
    writeFileSync(damaged, bytes);
    writeFileSync(path("final.npz"), encodeNpz(layers(5)));

    const output = path("dynamics.json");
    const checkpoints = [path("poisoned-*.npz"), damaged, path("final.npz")];
    const run = ["dynamics", ...checkpoints, ...onCluster(), "--shard-rows", "100"];
    const failed = svcca(...run, "--output", output);
    expect(failed.status).toBe(1);
    expect(failed.stdout).toBe("");
    const lines = failed.stderr.trim().split("\n");
    expect(lines.length).toBe(2);
    expect(lines[1]).toMatch(
      /^svcca: study [0-9a-f]{16}: \d failures, the rest is done and kept: /,
    );
    expect(lines[1]).toMatch(/poisoned-1\.npz:layer1: .*(NaN|finite)/);
    expect(lines[1]).toMatch(/damaged\.npz/);
    expect(lines[1]).not.toMatch(/poisoned-[02]|final/);
    expect(existsSync(output)).toBe(false);
    expect(readdirSync(folder).filter((name) => name.startsWith("dynamics"))).toEqual([]);
    const status = svcca("status", lines[0]!.match(/[0-9a-f]{16}/)![0], "--cluster", redis.url);
    expect(status.stdout).toMatch(/failed: .*poisoned-1/);

    writeFileSync(damaged, whole);
    writeFileSync(path("poisoned-1.npz"), encodeNpz(network(N, [8, 6], 3, 100, 200)));
    const mended = svcca(...run, "--output", output);
    expect(mended.stderr.split("\n").filter((line) => !/note|^$/.test(line))).toEqual([]);
    expect(mended.status).toBe(0);
    const alone = svcca("dynamics", ...checkpoints, "--format", "json");
    const [many, one] = [readFileSync(output, "utf8"), alone.stdout].map((t) => JSON.parse(t));
    one.checkpoints.forEach(({ values }: { values: number[][] }, t: number) => {
      values.flat().forEach((value, k) => {
        expect(Math.abs(many.checkpoints[t].values.flat()[k] - value)).toBeLessThan(1e-12);
      });
    });
    expect(many.inputs[0].shards).toBe(3);
    expect(many.inputs[2]).toEqual(one.inputs[2]);
  });

  const small = join(folder, "small");
  mkdirSync(small);
  const options = ["-t", "tmpfs", "-o", "size=256k", "tmpfs", small];
  const isMounted = hasRedis && spawnSync("mount", options).status === 0;
  if (isMounted) mounted.push(small);
  test.runIf(isMounted)("a full disk: one line, nothing half-written", async () => {
    const place = ["--cluster", redis.url, "--store", small, "--backend", "reference"];
    const { child, ended } = await start(["worker", ...place], /worker at/);
    writeFileSync(path("wide.npz"), encodeNpz(network(N, [200], 6)));
    const { status, stdout, stderr } = svcca("grid", path("wide.npz"), path("wide.npz"), ...place);
    expect(status).toBe(1);
    expect(stdout).toBe("");
    const last = stderr.trim().split("\n").at(-1);
    expect(last).toMatch(
      /study [0-9a-f]{16}: .*cannot be written \(ENOSPC\); check that the folder/,
    );
    const files = readdirSync(small, { recursive: true }) as string[];
    expect(files.filter((name) => name.endsWith(".tmp"))).toEqual([]);
    child.kill("SIGTERM");
    expect(await ended).toBe(0);
  });

  test("a wrong password: one line, without the password", async () => {
    const locked = await startRedis("--requirepass", "open-sesame");
    const address = (password: string) => `redis://:${password}@127.0.0.1:${locked.port}`;
    const wrong = svcca("status", "--cluster", address("hunter2"));
    expect(wrong.status).toBe(1);
    expect(wrong.stderr).toBe(
      `svcca: redis://127.0.0.1:${locked.port}: the name or password was refused; check the address, or SVCCA_CLUSTER\n`,
    );
    const right = svcca("status", "--cluster", address("open-sesame"));
    expect([right.status, right.stdout, right.stderr]).toEqual([0, "no workers\n", ""]);
    await locked.stop();
    const gone = svcca("status", "--cluster", address("hunter2"));
    expect(gone.stderr).toMatch(
      /^svcca: redis:\/\/127[^@]*: cannot be reached \(ECONNREFUSED\).*\n$/,
    );
    expect(svcca("status", "--cluster", "https://host").stderr).toMatch(
      /is not a redis:\/\/, rediss:\/\/ or postgres:\/\/ address/,
    );
  });

  const [key, certificate] = [path("key.pem"), path("certificate.pem")];
  const names = ["-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1"];
  const request = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", ...names];
  const hasKey =
    spawnSync("openssl", [...request, "-keyout", key, "-out", certificate]).status === 0;
  test.runIf(hasKey)("rediss: only with a certificate that is trusted", async () => {
    const files = ["--tls-cert-file", certificate, "--tls-key-file", key];
    const authority = ["--tls-ca-cert-file", certificate, "--tls-auth-clients", "no"];
    const port = await freePort();
    const secure = await startRedis("--tls-port", `${port}`, ...files, ...authority);
    const status = (env: object) =>
      spawnSync(process.execPath, [bin, "status"], {
        encoding: "utf8",
        env: { ...process.env, SVCCA_CLUSTER: `rediss://127.0.0.1:${port}`, ...env },
      });
    const trusted = status({ NODE_EXTRA_CA_CERTS: certificate });
    expect([trusted.status, trusted.stdout, trusted.stderr]).toEqual([0, "no workers\n", ""]);
    const { status: code, stderr } = status({ NODE_EXTRA_CA_CERTS: "" });
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /cannot be reached \(\w*SELF_SIGNED_CERT\); .* \(NODE_EXTRA_CA_CERTS\)\n$/,
    );
    await secure.stop();
  });

  test("workers of another version are named; Ctrl-C detaches, --cancel stops", async () => {
    const other = await startRedis();
    const worker = await startWorker({
      cluster: other.url,
      store: fileStore(store),
      backend: referenceBackend,
      version: "9.9.9",
      memory: 2 ** 30,
    });
    const cluster = ["--cluster", other.url, "--store", store];
    const grid = ["grid", path("a.npz"), path("b.npz"), ...cluster, "--output", path("never.json")];
    const { child, ended, stderr } = await start(grid, /is running/);
    expect(stderr()).toMatch(
      /note: no worker of svcca 0\.0\.0 with the backend wasm is running, only of svcca 9\.9\.9 with reference; start some/,
    );
    child.kill("SIGINT");
    expect(await ended).toBe(130);
    expect(readdirSync(folder).filter((name) => name.startsWith("never"))).toEqual([]);
    const id = /study ([0-9a-f]{16})/.exec(stderr())![1]!;
    const { studies } = JSON.parse(
      svcca("status", "--cluster", other.url, "--format", "json").stdout,
    );
    expect(studies).toMatchObject([{ id, state: "waiting" }]);
    expect(svcca("status", id, "--cluster", other.url, "--cancel").stderr).toBe(
      `svcca: study ${id} is stopped; what it computed is kept\n`,
    );
    expect(svcca("status", id, "--cluster", other.url).stdout).toMatch(/ {2}cancelled {2}grid/);
    await worker.close();
    await other.stop();
  });
});

test.runIf(!hasRedis)(
  "a cluster (skipped: no redis-server; Debian has it as redis-server)",
  () => {},
);

test("what does not split over shards, or names no cluster, is refused in one line", () => {
  const said = (...args: string[]) => {
    const { status, stderr } = svcca(...args);
    return `${status} ${stderr}`;
  };
  writeFileSync(path("x.npz"), encodeNpz(network(N, [4], 1)));
  const grid = ["grid", path("x.npz"), path("x.npz"), "--cluster", "redis://127.0.0.1:1"];
  expect(said("worker")).toMatch(/^2 svcca: which cluster\? .*\n$/);
  expect(said(...grid)).toMatch(/^2 svcca: --cluster needs --store: .*\n$/);
  expect(said(...grid, "--store", folder, "--rows", "0:9")).toMatch(/^2 svcca: --rows: not with/);
  expect(said(...grid, "--store", folder, "--measure", "rsa")).toMatch(/^1 svcca: rsa: needs all/);
  expect(said("status", "--cancel", "--cluster", "redis://h")).toMatch(/^2 svcca: --cancel: which/);
});

function sources(arrays: ReturnType<typeof network>) {
  return Object.entries(arrays).map(([name, { shape, data }]) => {
    const width = shape[1]!;
    const read: ArraySource["read"] = async (start, end) => data.slice(start * width, end * width);
    return { name, source: { name, shape, dtype: "<f8", attributes: {}, read } };
  });
}

test("the queue is loaded by the commands that need it, and by no other", () => {
  const dist = fileURLToPath(new URL("../dist/", import.meta.url));
  const files = (readdirSync(dist, { recursive: true }) as string[]).filter((f) => /\.js$/.test(f));
  const importing = (sign: RegExp) =>
    files.filter((file) => sign.test(readFileSync(join(dist, file), "utf8")));
  expect(importing(/import\("@svcca\/cluster/).length).toBeGreaterThan(0);
  expect(importing(/from "(@svcca\/cluster|bullmq|ioredis)/)).toEqual([]);
});
