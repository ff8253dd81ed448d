import { open, readFile, rm } from "node:fs/promises";
import { hostname } from "node:os";
import { SvccaError } from "@svcca/linalg";

/** Keeps other runs from an output while this one works on it. */
export interface Lock {
  release(): Promise<void>;
}

/**
 * Takes the lock on an output: a file beside it that names this process. One that a killed run
 * left behind is taken over.
 *
 * @throws SvccaError `exists` while another run holds it.
 */
export async function takeLock(path: string): Promise<Lock> {
  const file = `${path}.lock`;
  for (;;) {
    try {
      const handle = await open(file, "wx");
      await handle.writeFile(JSON.stringify({ pid: process.pid, host: hostname() }));
      await handle.close();
      return { release: () => rm(file, { force: true }) };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
    const { pid, host } = await holderOf(file);
    const gone = host === hostname() && pid !== undefined && !isRunning(pid);
    if (!gone) {
      throw new SvccaError(
        "exists",
        `${path}: another run (process ${pid ?? "unknown"} on ${host ?? "an unknown machine"}) writes it; wait for it, or remove ${file} if it is gone`,
        { path, lock: file, pid, host },
      );
    }
    await rm(file, { force: true });
  }
}

async function holderOf(file: string): Promise<{ pid?: number; host?: string }> {
  try {
    return JSON.parse(await readFile(file, "utf8"));
  } catch {
    // Cut off while it was written, or just released: a second try tells.
    return { pid: -1, host: hostname() };
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
