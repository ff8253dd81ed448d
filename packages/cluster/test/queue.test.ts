import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
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
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { network } from "./networks.js";
import { servers } from "./servers.js";

const once = { attempts: 1, delay: 0 };
const job = { backend: referenceBackend, version: "1", memory: 2 ** 31 };

const data = mkdtempSync(join(tmpdir(), "svcca-queue-"));
let plan: StudyPlan;
beforeAll(async () => {
  const targets = [1, 2].map((seed) => {
    const path = join(data, `${seed}.npz`);
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
afterAll(() => rmSync(data, { recursive: true, force: true }));

describe.each(servers.filter(({ isThere }) => isThere))("a queue on $name", (one) => {
  const folder = join(data, one.name);
  let server: Awaited<ReturnType<typeof one.start>>;
  beforeAll(async () => {
    mkdirSync(folder);
    server = await one.start();
  });
  afterAll(() => server.stop());
  const hire = (store: string, more: object = {}) =>
    startWorker({ ...job, cluster: server.url, store: fileStore(store), ...more });

  test("two workers find what one process finds, to the last bit; no matrix goes through the server", async () => {
    const folderOfStore = join(folder, "store");
    const store = fileStore(folderOfStore);
    const cluster = await connectCluster(server.url);
    const workers = [await hire(folderOfStore, { concurrency: 2 }), await hire(folderOfStore)];
    const look = await one.watch(server.url);
    const before = await look.received();
    const id = await cluster.submit(plan, store, "a title");
    const seen = new Set<string>();
    const results = await cluster.results(id, store, {
      onStatus: ({ state }) => seen.add(state),
    });
    const bytes = (await look.received()) - before;
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
    expect(await look.largest()).toBeLessThan(1_000_000);
    // What was added up is gone: two sums of each kind, and one for the couple.
    const files = readdirSync(join(folderOfStore, "moments"), { recursive: true });
    expect(files.filter((name) => String(name).length > 60).length).toBeLessThanOrEqual(8);

    await look.close();
    await Promise.all(workers.map((worker) => worker.close()));
    expect(await cluster.workers()).toEqual([]);
    await cluster.close();
  });

  test("what was added up is let go of before more is made", async () => {
    const files = fileStore(join(folder, "in-turn"));
    const held = new Set<string>();
    let most = 0;
    const store = {
      ...files,
      async update(key: string, change: Parameters<typeof files.update>[1]) {
        const after = await files.update(key, change);
        if (key.startsWith("moments/") && after) held.add(key);
        most = Math.max(most, held.size);
        return after;
      },
      async remove(key: string) {
        held.delete(key);
        await files.remove!(key);
      },
    };
    const cluster = await connectCluster(server.url);
    const worker = await startWorker({ ...job, cluster: server.url, store });
    const id = await cluster.submit(plan, store, "in turn");
    await cluster.results(id, store);
    // Twenty shards of one network, and a few sums; not the forty of both.
    expect(most).toBeGreaterThanOrEqual(16);
    expect(most).toBeLessThan(30);
    await worker.close();
    await cluster.close();
  });

  test("a study that is cancelled stops, and goes on when it is submitted again", async () => {
    const folderOfStore = join(folder, "cancelled");
    const store = fileStore(folderOfStore);
    const cluster = await connectCluster(server.url);
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
    await expect(cluster.cancel("0000")).rejects.toThrow(
      /study 0000: not known at (redis|postgres):/,
    );
    await worker.close();
    await cluster.close();
  });

  test("a worker with too little memory says what it would take", async () => {
    const folderOfStore = join(folder, "small");
    const notes: string[] = [];
    const cluster = await connectCluster(server.url);
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
    const cluster = await connectCluster(server.url);
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

test("a result that a disk damaged is made again, and the study is the same", async () => {
  const folderOfStore = join(data, "damaged");
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

for (const { name, isThere, debian } of servers) {
  test.runIf(!isThere)(`a queue on ${name} (skipped: Debian has it as ${debian})`, () => {});
}
