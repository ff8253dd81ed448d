import { hostname } from "node:os";
import type { Connection } from "./connection.js";
import { WORKERS, workerKey } from "./names.js";
import type { Notes } from "./notes.js";
import { oneAtATime } from "./one-at-a-time.js";

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
  { notes }: Connection,
  name: string,
  facts: Pick<WorkerInfo, "version" | "backend" | "memory">,
) {
  const info: WorkerInfo = { host: hostname(), pid: process.pid, ...facts };
  const sign = oneAtATime(() =>
    notes.put(workerKey(name), { info: JSON.stringify(info) }, GONE).catch(() => {}),
  );
  sign();
  const timer = setInterval(sign, EVERY * 1000);
  timer.unref();
  return {
    async leave() {
      clearInterval(timer);
      await notes.forget([workerKey(name)]);
    },
  };
}

/** All workers that gave a sign of life lately. */
export async function listWorkers(notes: Notes): Promise<WorkerInfo[]> {
  const found = await notes.under(WORKERS);
  return [...found.values()].map(({ info }) => JSON.parse(info!) as WorkerInfo);
}
