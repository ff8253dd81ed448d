import { readFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { Redis } from "ioredis";
import { Client } from "pg";
import { describe, expect, test, vi } from "vitest";
import { connect } from "../src/node/queue/connection.js";
import { oneAtATime } from "../src/node/queue/one-at-a-time.js";
import { notesInRedis } from "../src/node/queue/redis/notes.js";
import { PASSWORD, startPostgres } from "./postgres.js";
import { startRedis } from "./redis.js";
import { servers } from "./servers.js";

for (const { name, isThere, start } of servers) {
  describe.runIf(isThere)(`notes in ${name}`, { timeout: 60_000 }, () => {
    test("what expired does not come back with what is put there next", async () => {
      const server = await start();
      const { notes, close } = await connect(server.url);
      await notes.put("study:1", { old: "1", both: "1" }, 1);
      expect(await notes.get("study:1")).toEqual({ old: "1", both: "1" });
      await sleep(1500);
      await notes.put("study:1", { both: "2" });
      expect(await notes.get("study:1")).toEqual({ both: "2" });
      await notes.put("study:1", { more: "3" });
      expect(await notes.count("study:1")).toBe(2);
      await close();
      await server.stop();
    });
  });
}

describe.runIf(servers[0]!.isThere)("notes in Redis", { timeout: 60_000 }, () => {
  test("a note comes with its time, or not at all", async () => {
    const server = await startRedis();
    const redis = new Redis(server.url);
    const sent: string[] = [];
    const monitor = await redis.monitor();
    monitor.on("monitor", (_, [command]: string[]) => sent.push(command!.toLowerCase()));
    await notesInRedis(redis).put("worker:1", { info: "x" }, 16);
    await expect.poll(() => sent).toEqual(["multi", "hset", "expire", "exec"]);
    monitor.disconnect();
    redis.disconnect();
    await server.stop();
  });

  test("keys of an earlier layout are in nobody's way", async () => {
    const server = await startRedis();
    const redis = new Redis(server.url);
    await redis.sadd("{svcca}:worker:old", "x");
    await redis.set("{svcca}:study:1", "x");
    const { notes, close } = await connect(server.url);
    expect(await notes.under("worker:")).toEqual(new Map());
    await notes.put("study:1", { a: "1" });
    expect(await notes.under("study:")).toEqual(new Map([["1", { a: "1" }]]));
    await close();
    redis.disconnect();
    await server.stop();
  });
});

describe.runIf(servers[1]!.isThere)("who may use a PostgreSQL", { timeout: 60_000 }, () => {
  test("without a password, and without rights; the GRANTs of the README give these", async () => {
    vi.stubEnv("PGPASSWORD", "");
    const server = await startPostgres();
    await expect(connect(server.url.replace(`:${PASSWORD}`, ""))).rejects.toThrow(
      /: the server asks for a password and there is none; .* PGPASSWORD$/,
    );
    const first = await connect(server.url);
    const owner = new Client(server.url);
    await owner.connect();
    await owner.query("CREATE ROLE worker LOGIN PASSWORD 'w'");
    const address = server.url.replace(`svcca:${PASSWORD}`, "worker:w");
    await expect(connect(address)).rejects.toThrow(/see which GRANTs/);
    const readme = await readFile(new URL("../README.md", import.meta.url), "utf8");
    await owner.query(/```text\n(\s*GRANT[^`]*)```/.exec(readme)![1]!);
    const second = await connect(address);
    await second.notes.put("study:1", { a: "1" });
    expect(await first.notes.get("study:1")).toEqual({ a: "1" });
    const queue = second.queue("q");
    const done: string[] = [];
    const worker = second.worker("q", async (job) => void done.push(job.id!), {});
    await queue.add("study", { study: "1" }, { jobId: "one", attempts: 2 });
    await expect.poll(() => done, { timeout: 10_000 }).toEqual(["one"]);
    await expect.poll(async () => (await queue.getJob("one"))?.getState()).toBe("completed");
    await worker.close();
    await queue.close();
    await Promise.all([first.close(), second.close(), owner.end()]);
    await server.stop();
    vi.unstubAllEnvs();
  });

  test("many queues and workers on one pool warn of nothing", async () => {
    const server = await startPostgres();
    const warned = vi.fn();
    process.on("warning", warned);
    const connection = await connect(server.url);
    const queues = Array.from({ length: 12 }, (_, i) => connection.queue(`q${i}`));
    await Promise.all(queues.map((queue) => queue.waitUntilReady()));
    await sleep(50);
    expect(warned).not.toHaveBeenCalled();
    process.off("warning", warned);
    await Promise.all(queues.map((queue) => queue.close()));
    await connection.close();
    await server.stop();
  });
});

test("a sign that waits for a server is not followed by others", async () => {
  let answer = () => {};
  const sign = vi.fn(
    () =>
      new Promise<void>((resolve) => {
        answer = resolve;
      }),
  );
  const once = oneAtATime(sign);
  for (let i = 0; i < 5; i++) once();
  expect(sign).toHaveBeenCalledTimes(1);
  answer();
  await sleep(0);
  once();
  expect(sign).toHaveBeenCalledTimes(2);
});
