import { type FileHandle, open, readFile, rm } from "node:fs/promises";
import type { Similarity } from "@svcca/core";
import { SvccaError } from "@svcca/linalg";
import { cannotWrite } from "../output/save.js";

/** What is kept of the result of a pair. */
export type Saved = Pick<Similarity, "similarity" | "kept" | "datapoints" | "warnings">;

/** What a run was started on; another run goes on with its results only if it is the same. */
export interface StudyHeader {
  readonly command: string;
  readonly version: string;
  readonly options: object;
  readonly backend: string;
  readonly inputs: readonly { readonly file: string; readonly sha256: string }[];
}

/** The results of a run so far, kept beside its output until that is written. */
export interface Journal {
  /** What an earlier run of the same study found, by place. */
  readonly found: ReadonlyMap<number, Saved>;
  save(place: number, result: Saved): Promise<void>;
  /** The output is written: the journal goes. */
  finish(): Promise<void>;
  close(): Promise<void>;
}

/** Milliseconds between two times that results are forced onto the disk, against loss of power. */
const SYNC_INTERVAL = 1000;

/**
 * Opens the journal of an output, and reads what an earlier run left in it. A line for each
 * result, so that a run that is killed loses at most the one that it was writing.
 *
 * @param fresh begin anew, whatever is there.
 * @throws SvccaError `exists` when it is of another study, naming what differs.
 */
export async function openJournal(
  output: string,
  header: StudyHeader,
  fresh: boolean,
): Promise<Journal> {
  const path = `${output}.partial`;
  const lines = fresh ? [] : await wholeLines(path);
  const found = new Map<number, Saved>();
  if (lines.length > 0) {
    assertSame(path, header, JSON.parse(lines[0]!));
    for (const line of lines.slice(1)) {
      const { place, ...saved } = JSON.parse(line);
      found.set(place, saved);
    }
  }
  const file = await open(path, lines.length > 0 ? "r+" : "w");
  // What was cut off is written over.
  let end = Buffer.byteLength(lines.map((line) => `${line}\n`).join(""));
  await file.truncate(end);
  const append = async (value: object) => {
    const line = Buffer.from(`${JSON.stringify(value)}\n`);
    await writeAll(file, line, end).catch((cause) => {
      throw cannotWrite(path, cause);
    });
    end += line.length;
  };
  if (lines.length === 0) await append(header);
  let synced = Date.now();
  let closed = false;
  const close = async () => {
    if (!closed) await file.close();
    closed = true;
  };
  return {
    found,
    async save(place, result) {
      await append({ place, ...result });
      if (Date.now() - synced < SYNC_INTERVAL) return;
      await file.datasync();
      synced = Date.now();
    },
    async finish() {
      await close();
      await rm(path, { force: true });
    },
    close,
  };
}

async function writeAll(file: FileHandle, bytes: Buffer, position: number): Promise<void> {
  for (let done = 0; done < bytes.length; ) {
    const { bytesWritten } = await file.write(bytes, done, bytes.length - done, position + done);
    done += bytesWritten;
  }
}

/** The lines of a file that were written to their end, up to the first that is damaged. */
async function wholeLines(path: string): Promise<string[]> {
  const text = await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return "";
    throw error;
  });
  const lines = text.split("\n").slice(0, -1);
  const damaged = lines.findIndex((line) => !isJson(line));
  return damaged < 0 ? lines : lines.slice(0, damaged);
}

function isJson(line: string): boolean {
  try {
    JSON.parse(line);
    return true;
  } catch {
    return false;
  }
}

function assertSame(path: string, now: StudyHeader, before: StudyHeader): void {
  const advice = "begin anew with --force, or give another --output";
  const fail = (what: string) => {
    throw new SvccaError("exists", `${path}: results of an earlier run, but ${what}; ${advice}`, {
      path,
      before,
      now,
    });
  };
  for (const key of ["command", "version", "backend", "options"] as const) {
    const [a, b] = [before[key], now[key]].map((value) => JSON.stringify(value));
    if (a !== b) fail(`the ${key} was ${a}, now it is ${b}`);
  }
  const old = new Map(before.inputs.map(({ file, sha256 }) => [file, sha256]));
  for (const { file, sha256 } of now.inputs) {
    if (old.get(file) !== sha256) {
      fail(old.has(file) ? `${file} has changed since` : `${file} was not part of it`);
    }
  }
  if (JSON.stringify(before.inputs) !== JSON.stringify(now.inputs)) fail("the inputs differ");
}
