import { type ChildProcess, fork } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { connectCluster, fileStore, makePlan, runSerially } from "@svcca/cluster/node";
import { collectMoments, momentsFromArrays, type StoredMoments } from "@svcca/core";
import { encodeNpz, fromBytes, openBytes } from "@svcca/io";
import { openNetwork } from "@svcca/io/node";
import { referenceBackend, uniform } from "@svcca/linalg";
import { expect, onTestFinished, test } from "vitest";
import { network } from "./networks.js";
import { servers } from "./servers.js";

/** More than fifteen where everything began; the same again, shorter, where BullMQ is younger. */
const KILLS: Readonly<Record<string, number>> = { Redis: 18, PostgreSQL: 9 };
/** Milliseconds that a worker waits before each job, so that no machine is done before all kills. */
const DELAY = 80;
const WORKERS = 3;
const N = 2000;
const SHARD = 50;
const LAYERS = ["layer0", "layer1", "layer2"];
const script = fileURLToPath(new URL("worker-process.mjs", import.meta.url));

test.each(servers.filter(({ isThere }) => isThere))(
  "on $name: workers and server killed, one that stops answering: the same numbers, every shard once",
  { timeout: 180_000 },
  async ({ name, start }) => {
    const folder = mkdtempSync(join(tmpdir(), "svcca-chaos-"));
    const server = await start();
    const workers = new Set<ChildProcess>();
    onTestFinished(async () => {
      for (const worker of workers) worker.kill("SIGKILL");
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    });
    const kills = KILLS[name]!;
    const targets = [1, 2, 3].map((seed) => {
      const path = join(folder, `epoch-${seed}.npz`);
      writeFileSync(path, encodeNpz(network(N, [14, 20, 9], seed)));
      return path;
    });
    const plan = await makePlan({
      networks: targets.map((target) => ({ target, layers: LAYERS })),
      couples: [
        [0, 2],
        [1, 2],
        [2, 2],
      ],
      choice: { measure: "svcca" },
      version: "1",
      backend: "reference",
      shardRows: SHARD,
    });
    const store = join(folder, "store");
    const hire = (delay: number) => {
      const worker = fork(script, [server.url, store, "1", `${delay}`], { stdio: "ignore" });
      workers.add(worker);
      worker.on("exit", () => workers.delete(worker));
    };
    const cluster = await connectCluster(server.url);
    const id = await cluster.submit(plan, fileStore(store), "disturbed");
    const found = cluster.results(id, fileStore(store));
    const ended = found.then(
      () => true,
      () => true,
    );
    for (let i = 0; i < WORKERS; i++) hire(DELAY);
    await sleep(1500);

    const next = uniform(7);
    let stopped: ChildProcess | undefined;
    for (let killed = 0; killed < kills; killed++) {
      // It is not over before it was disturbed enough.
      expect((await cluster.study(id))!.state).not.toBe("done");
      if (killed === Math.floor(kills / 4)) {
        stopped = [...workers][0]!;
        stopped.kill("SIGSTOP");
        workers.delete(stopped);
        hire(DELAY);
      }
      if (killed === Math.floor(kills / 3) || killed === Math.floor((2 * kills) / 3)) {
        await server.restart();
      }
      if (killed === Math.floor((5 * kills) / 6)) stopped!.kill("SIGCONT");
      const list = [...workers];
      const victim = list[Math.floor(next() * list.length)]!;
      const gone = new Promise((resolve) => victim.once("exit", resolve));
      victim.kill("SIGKILL");
      await gone;
      hire(killed < kills - 1 ? DELAY : 0);
      await sleep(200 + 900 * next());
    }
    workers.add(stopped!);
    await ended;

    const results = await found;
    const undisturbed = join(folder, "undisturbed");
    expect(results).toEqual(await runSerially(plan, fileStore(undisturbed), referenceBackend));
    const { state, failures } = (await cluster.study(id))!;
    expect({ state, failures }).toEqual({ state: "done", failures: [] });
    await cluster.close();

    for (const target of targets) await expectEveryShardOnce(store, target);
  },
);

for (const { name, isThere, debian } of servers) {
  test.runIf(!isThere)(`killed workers on ${name} (skipped: Debian has it as ${debian})`, () => {});
}

/** The sum over all shards of a network: its list of shards, and the numbers against one pass. */
async function expectEveryShardOnce(store: string, target: string): Promise<void> {
  const shards = N / SHARD;
  const sums = (await storedMoments(store)).filter(
    ({ moments, origins }) =>
      origins.length === shards &&
      moments.crosses.length === 0 &&
      origins.every(({ source }) => source.startsWith(target)) &&
      moments.layers[1]?.mean.length === 20 &&
      // Means along directions, which are centred, are next to nothing.
      Math.abs(moments.layers[1].mean[0]!) > 1e-3,
  );
  expect(sums.length).toBe(1);
  const [{ moments, origins }] = sums as [StoredMoments];
  const expected = Array.from({ length: shards }, (_, i) => [i * SHARD, (i + 1) * SHARD].join(":"));
  expect(origins.map(({ source }) => source)).toEqual(expected.map((rows) => `${target}[${rows}]`));
  expect(moments.datapoints).toBe(N);
  const { arrays, close } = await openNetwork(target);
  const sources = await Promise.all(arrays.map((array) => array.open()));
  const whole = await collectMoments(sources, { pairs: [] });
  await close();
  moments.layers.forEach(({ gram, mean }, i) => {
    const size = Math.max(...whole.layers[i]!.gram.data.map(Math.abs));
    gram.data.forEach((value, p) => {
      expect(Math.abs(value - whole.layers[i]!.gram.data[p]!)).toBeLessThan(1e-13 * size);
    });
    mean.forEach((value, j) => {
      expect(Math.abs(value - whole.layers[i]!.mean[j]!)).toBeLessThan(1e-13 * 10);
    });
  });
}

async function storedMoments(store: string): Promise<StoredMoments[]> {
  const names = readdirSync(join(store, "moments"), { recursive: true, withFileTypes: true });
  const files = names.filter((one) => one.isFile() && !one.name.endsWith(".tmp"));
  return Promise.all(
    files.map(async ({ parentPath, name }) => {
      // Behind the 32 bytes of its hash.
      const bytes = readFileSync(join(parentPath, name)).subarray(32);
      const { arrays } = await openBytes(fromBytes(bytes), "moments.npz");
      return momentsFromArrays(name, async (wanted) => {
        const source = await arrays.find(({ array }) => array === wanted)?.open();
        return source && { shape: source.shape, data: await source.read(0, source.shape[0]!) };
      });
    }),
  );
}
