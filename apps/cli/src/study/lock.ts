import { link, readFile, rm, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { SvccaError } from "@svcca/linalg";
import { cannotWrite } from "../output/save.js";

/** Keeps other runs from an output while this one works on it. */
export interface Lock {
  release(): Promise<void>;
}

/**
 * Takes the lock on an output: a file beside it that names this process. One that a killed run
 * left behind is taken over.
 *
 * @throws SvccaError `exists` while another run holds it, `not-found` when nothing can be written
 *   there.
 */
export async function takeLock(path: string): Promise<Lock> {
  const file = `${path}.lock`;
  // Linked into place whole, so that no run ever sees half of it.
  const own = `${file}.${process.pid}`;
  const holder = JSON.stringify({ pid: process.pid, host: hostname() });
  await writeFile(own, holder).catch((cause) => {
    throw cannotWrite(path, cause);
  });
  try {
    for (;;) {
      try {
        await link(own, file);
        return { release: () => rm(file, { force: true }) };
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
      }
      const other = await holderOf(file);
      if (other && (other.host !== hostname() || isRunning(other.pid))) {
        throw new SvccaError(
          "exists",
          `${path}: another run (process ${other.pid} on ${other.host}) writes it; wait for it, or remove ${file} if it is gone`,
          { path, lock: file, ...other },
        );
      }
      await rm(file, { force: true });
    }
  } finally {
    await rm(own, { force: true });
  }
}

/** Who holds a lock; undefined when it was released meanwhile, or is none of ours. */
async function holderOf(file: string): Promise<{ pid: number; host: string } | undefined> {
  try {
    const { pid, host } = JSON.parse(await readFile(file, "utf8"));
    return Number.isSafeInteger(pid) && pid > 0 && typeof host === "string"
      ? { pid, host }
      : undefined;
  } catch {
    return undefined;
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
