import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, expect, test } from "vitest";

const folder = mkdtempSync(join(tmpdir(), "svcca-lock-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const lockModule = fileURLToPath(new URL("../dist/study/lock.js", import.meta.url));

const PROCESSES = 12;
const ROUNDS = 25;

/**
 * Tries, round after round at the same instants in all processes, to take a dead lock, and holds
 * what it got until it is told that all have tried.
 */
const runner = `
const { takeLock } = await import(${JSON.stringify(lockModule)});
const [, folder, begin, rounds] = process.argv;
const won = [];
const locks = [];
for (let round = 0; round < Number(rounds); round++) {
  const start = Number(begin) + round * 100;
  while (Date.now() < start) await new Promise((resolve) => setTimeout(resolve, start - Date.now()));
  const lock = await takeLock(folder + "/" + round).catch((error) => {
    if (error.code !== "exists") throw error;
  });
  if (!lock) continue;
  won.push(round);
  locks.push(lock);
}
process.stdout.write(JSON.stringify(won));
for await (const _ of process.stdin);
for (const lock of locks) await lock.release();
`;

test("of many runs that find the same dead lock at once exactly one takes it over", {
  timeout: 60_000,
}, async () => {
  for (let round = 0; round < ROUNDS; round++) {
    // Every other one is what a loss of power may leave.
    const content = JSON.stringify({ pid: 2 ** 22 + 1, host: hostname() });
    writeFileSync(join(folder, `${round}.lock`), round % 2 ? "" : content);
  }
  const begin = Date.now() + 3000;
  const args = ["--input-type=module", "-e", runner, folder, String(begin), String(ROUNDS)];
  const children = Array.from({ length: PROCESSES }, () =>
    spawn(process.execPath, args, { stdio: ["pipe", "pipe", "inherit"] }),
  );
  const ended = children.map((child) => new Promise((resolve) => child.on("close", resolve)));
  const all = await Promise.all(
    children.map(
      (child) =>
        new Promise<number[]>((resolve) =>
          child.stdout.once("data", (text) => resolve(JSON.parse(text))),
        ),
    ),
  );
  for (const child of children) child.stdin.end();
  await Promise.all(ended);
  const winners = Array.from(
    { length: ROUNDS },
    (_, round) => all.filter((won) => won.includes(round)).length,
  );
  expect(winners).toEqual(winners.map(() => 1));
  expect(readdirSync(folder)).toEqual([]);
});

test("an heir that died before its lock was in place has one heir, who leaves nothing behind", async () => {
  const { takeLock } = await import(lockModule);
  const { createHash } = await import("node:crypto");
  const dead = (mark: string) => JSON.stringify({ pid: 2 ** 22 + 1, host: hostname(), mark });
  const id = createHash("sha256").update(dead("a")).digest("hex").slice(0, 16);
  const path = join(folder, "chain.json");
  writeFileSync(`${path}.lock`, dead("a"));
  writeFileSync(`${path}.lock.${id}`, dead("b"));
  const settled = await Promise.allSettled(Array.from({ length: 20 }, () => takeLock(path)));
  const taken = settled.filter(({ status }) => status === "fulfilled");
  expect(taken.length).toBe(1);
  expect(existsSync(`${path}.lock`)).toBe(true);
  await (taken[0] as PromiseFulfilledResult<{ release(): Promise<void> }>).value.release();
  expect(readdirSync(folder)).toEqual([]);
});
