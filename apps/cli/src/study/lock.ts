import { createHash, randomBytes } from "node:crypto";
import { link, readFile, rename, rm, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { SvccaError } from "@svcca/linalg";
import { cannotWrite } from "../output/save.js";

/** Keeps other runs from an output while this one works on it. */
export interface Lock {
  release(): Promise<void>;
}

/** Who holds a lock, and a name for this holding of it that no other has. */
interface Holder {
  readonly id: string;
  readonly pid?: number;
  readonly host?: string;
}

/**
 * Takes the lock on an output: a file beside it that names this process. One that a killed run
 * left behind is taken over.
 *
 * A dead lock is not removed and then taken, as two runs could do at once: each would remove what
 * the other has just put there. Whoever links its own lock to the name that follows from the dead
 * one's content is its heir, of which there can be one. The heir puts its lock in place of the dead
 * one, and only then frees that name. A run that was slow enough to find the name free again sees
 * that another lock is in place, and starts over.
 *
 * @throws SvccaError `exists` while another run holds it, `not-found` when nothing can be written
 *   there.
 */
export async function takeLock(path: string): Promise<Lock> {
  const file = `${path}.lock`;
  const mark = randomBytes(6).toString("hex");
  // Linked into place whole, so that no run ever sees half of it.
  const own = `${file}.${mark}`;
  const content = JSON.stringify({ pid: process.pid, host: hostname(), mark });
  await writeFile(own, content).catch((cause) => {
    throw cannotWrite(path, cause);
  });
  try {
    while (!(await takenOrInherited(path, file, own))) {
      // Released or taken over meanwhile.
    }
    return {
      async release() {
        // Unless somebody has removed it by hand, and another run holds it now.
        if ((await holderOf(file))?.id === idOf(content)) await rm(file, { force: true });
      },
    };
  } finally {
    await rm(own, { force: true });
  }
}

/** @returns whether the lock is ours; false when it changed meanwhile. */
async function takenOrInherited(path: string, file: string, own: string): Promise<boolean> {
  if (await linked(own, file)) return true;
  const dead: string[] = [];
  const first = await holderOf(file);
  for (let holder = first; holder; ) {
    assertDead(path, file, holder);
    const heir = `${file}.${holder.id}`;
    dead.push(heir);
    if (await linked(own, heir)) {
      const still = (await holderOf(file))?.id === first!.id;
      if (still) await rename(own, file);
      for (const name of still ? dead : [heir]) await rm(name, { force: true });
      return still;
    }
    // An heir that was killed before its lock was in place has an heir in turn.
    holder = await holderOf(heir);
  }
  return false;
}

async function linked(own: string, name: string): Promise<boolean> {
  try {
    await link(own, name);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

/** Undefined when the lock is gone; without a process when it is none of ours. */
async function holderOf(file: string): Promise<Holder | undefined> {
  const content = await readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw error;
  });
  if (content === undefined) return undefined;
  const id = idOf(content);
  try {
    const { pid, host } = JSON.parse(content);
    if (Number.isSafeInteger(pid) && pid > 0 && typeof host === "string") return { id, pid, host };
  } catch {
    // What a loss of power left of it.
  }
  return { id };
}

function idOf(content: string): string {
  return createHash("sha256").update(content).digest("hex").slice(0, 16);
}

/** @throws SvccaError `exists` for a holder that may still run. */
function assertDead(path: string, file: string, { pid, host }: Holder): void {
  if (pid === undefined || (host === hostname() && !isRunning(pid))) return;
  throw new SvccaError(
    "exists",
    `${path}: another run (process ${pid} on ${host}) writes it; wait for it, or remove ${file} if it is gone`,
    { path, lock: file, pid, host },
  );
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
