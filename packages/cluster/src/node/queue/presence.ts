import { hostname } from "node:os";
import type { Redis } from "ioredis";
import type { Connection } from "./connection.js";
import { workerKey } from "./names.js";

/** A worker as others see it. */
export interface WorkerInfo {
  readonly host: string;
  readonly pid: number;
  readonly version: string;
  readonly backend: string;
  /** Bytes that its jobs may take. */
  readonly memory: number;
}

/** Seconds between two signs of life, and after which none means that the worker is gone. */
const EVERY = 5;
const GONE = 16;

/** Lets others see a worker, until it leaves or dies. */
export function announce(
  { redis }: Connection,
  name: string,
  facts: Pick<WorkerInfo, "version" | "backend" | "memory">,
) {
  const info: WorkerInfo = { host: hostname(), pid: process.pid, ...facts };
  const sign = () =>
    void redis.set(workerKey(name), JSON.stringify(info), "EX", GONE).catch(() => {});
  sign();
  const timer = setInterval(sign, EVERY * 1000);
  timer.unref();
  return {
    async leave() {
      clearInterval(timer);
      await redis.del(workerKey(name));
    },
  };
}

/** All workers that gave a sign of life lately. */
export async function listWorkers(redis: Redis): Promise<WorkerInfo[]> {
  const names = new Set<string>();
  for await (const page of redis.scanStream({ match: workerKey("*"), count: 1000 })) {
    for (const name of page as string[]) names.add(name);
  }
  if (names.size === 0) return [];
  const found = await redis.mget(...names);
  return found.flatMap((text) => (text ? [JSON.parse(text) as WorkerInfo] : []));
}
