import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  connectCluster,
  fileStore,
  makePlan,
  runSerially,
  type StudyPlan,
  startWorker,
} from "@svcca/cluster/node";
import { encodeNpz } from "@svcca/io";
import { referenceBackend } from "@svcca/linalg";
import { Redis } from "ioredis";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { network } from "./networks.js";
import { hasRedis, type RedisServer, startRedis } from "./redis.js";

const folder = mkdtempSync(join(tmpdir(), "svcca-queue-"));
const once = { attempts: 1, delay: 0 };

describe.runIf(hasRedis)("a queue", () => {
  let redis: RedisServer;
  let plan: StudyPlan;
  beforeAll(async () => {
    redis = await startRedis();
    const targets = [1, 2].map((seed) => {
      const path = join(folder, `${seed}.npz`);
      writeFileSync(path, encodeNpz(network(700, [40, 60, 30], seed)));
      return path;
    });
    plan = await makePlan({
      networks: targets.map((target) => ({ target, layers: ["layer0", "layer1", "layer2"] })),
      couples: [
        [0, 1],
        [1, 1],
      ],
      choice: { measure: "svcca" },
      version: "1",
      backend: "reference",
      shardRows: 35,
    });
  });
  afterAll(async () => {
    await redis.stop();
    rmSync(folder, { recursive: true, force: true });
  });
  const hire = (store: string, more: object = {}) =>
    startWorker({
      cluster: redis.url,
      store: fileStore(store),
      backend: referenceBackend,
      version: "1",
      memory: 2 ** 31,
      ...more,
    });

  test("two workers find what one process finds, to the last bit; no matrix goes through Redis", async () => {
    const folderOfStore = join(folder, "store");
    const store = fileStore(folderOfStore);
    const cluster = await connectCluster(redis.url);
    const workers = [await hire(folderOfStore, { concurrency: 2 }), await hire(folderOfStore)];
    const look = new Redis(redis.url);
    const sent = async () =>
      Number(/total_net_input_bytes:(\d+)/.exec(await look.info("stats"))![1]);
    const before = await sent();
    const id = await cluster.submit(plan, store, "a title");
    const seen = new Set<string>();
    const results = await cluster.results(id, store, {
      onStatus: ({ state }) => seen.add(state),
    });
    const bytes = (await sent()) - before;
    expect(results).toEqual(
      await runSerially(plan, fileStore(join(folder, "serial")), referenceBackend),
    );
    const [study] = await cluster.studies();
    expect(study).toMatchObject({ id, title: "a title", state: "done", failures: [] });
    const progress = new Map(study!.progress.map(({ kind, ...rest }) => [kind, rest]));
    expect(progress.get("layers")).toEqual({ done: 40, total: 40 });
    expect(progress.get("cross")).toEqual({ done: 40, total: 40 });
    expect((await cluster.workers()).length).toBe(2);
    // Some 200 jobs, a few kilobytes each. The moments of one shard alone are 50 kB in base64.
    expect(bytes).toBeGreaterThan(10_000);
    expect(bytes).toBeLessThan(200 * 10_000);
    const keys = await look.keys("*");
    const sizes = await Promise.all(keys.map((key) => look.memory("USAGE", key)));
    expect(Math.max(...sizes.map(Number))).toBeLessThan(1_000_000);
    // What was added up is gone: two sums of each kind, and one for the couple.
    const files = readdirSync(join(folderOfStore, "moments"), { recursive: true });
    expect(files.filter((name) => String(name).length > 60).length).toBeLessThanOrEqual(8);

    look.disconnect();
    await Promise.all(workers.map((worker) => worker.close()));
    expect(await cluster.workers()).toEqual([]);
    await cluster.close();
  });

  test("a result that a disk damaged is made again, and the study is the same", async () => {
    const folderOfStore = join(folder, "damaged");
    const store = fileStore(folderOfStore);
    const expected = await runSerially(plan, store, referenceBackend);
    const names = readdirSync(folderOfStore, { recursive: true, withFileTypes: true });
    for (const { parentPath, name } of names.filter((one) => one.isFile())) {
      const bytes = readFileSync(join(parentPath, name));
      bytes[bytes.length - 30]! ^= 1;
      writeFileSync(join(parentPath, name), bytes);
    }
    expect(await runSerially(plan, store, referenceBackend)).toEqual(expected);
  });

  test("a study that is cancelled stops, and goes on when it is submitted again", async () => {
    const folderOfStore = join(folder, "cancelled");
    const store = fileStore(folderOfStore);
    const cluster = await connectCluster(redis.url);
    const id = await cluster.submit(plan, store, "to be cancelled");
    expect(await cluster.submit(plan, store, "to be joined")).toBe(id);
    expect(await cluster.cancel(id)).toBe(true);
    await expect(cluster.submit(plan, store, "too early")).rejects.toThrow(/is being cancelled/);
    const worker = await hire(folderOfStore);
    await expect(cluster.results(id, store)).rejects.toThrow(`study ${id}: cancelled; submit`);
    await expect
      .poll(async () => cluster.submit(plan, store, "again").catch(() => ""), { timeout: 10_000 })
      .toBe(id);
    expect((await cluster.results(id, store)).couples.length).toBe(2);
    expect(await cluster.cancel(id)).toBe(false);
    await expect(cluster.cancel("0000")).rejects.toThrow(/study 0000: not known at redis/);
    await worker.close();
    await cluster.close();
  });

  test("a worker with too little memory says what it would take", async () => {
    const folderOfStore = join(folder, "small");
    const notes: string[] = [];
    const cluster = await connectCluster(redis.url);
    const worker = await hire(folderOfStore, {
      memory: 2 ** 26,
      onNote: (line: string) => notes.push(line),
    });
    const store = fileStore(folderOfStore);
    const id = await cluster.submit(plan, store, "too large", once);
    await expect(cluster.results(id, store)).rejects.toThrow(
      /this step may take 0\.1 GiB of memory, and the worker was given 0\.1 GiB; start workers with more/,
    );
    expect(notes[0]).toMatch(/^this step may take/);
    await worker.close();
    await cluster.close();
  });

  test("a store that is not shared, and files that change, are named", async () => {
    const cluster = await connectCluster(redis.url);
    const worker = await hire(join(folder, "elsewhere"));
    const here = fileStore(join(folder, "here"));
    const id = await cluster.submit(plan, here, "not shared", once);
    await expect(cluster.results(id, here)).rejects.toThrow(
      /elsewhere: the plan of study \w+ is not there; submitter and workers must share/,
    );
    const path = join(folder, "changing.npz");
    writeFileSync(path, encodeNpz(network(50, [4], 1)));
    const changing = await makePlan({
      ...plan,
      networks: [{ target: path, layers: ["layer0"] }],
      couples: [[0, 0]],
    });
    writeFileSync(path, encodeNpz(network(60, [4], 1)));
    const shared = fileStore(join(folder, "elsewhere"));
    const second = await cluster.submit(changing, shared, "changed", once);
    await expect(cluster.results(second, shared)).rejects.toThrow(
      /changing\.npz: has changed since the study was submitted/,
    );
    await worker.close();
    await cluster.close();
  });
});

test.runIf(!hasRedis)("a queue (skipped: no redis-server; Debian has it)", () => {});
