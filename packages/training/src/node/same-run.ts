import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { SvccaError } from "@svcca/linalg";
import type { DataSet } from "../data/data-set.js";
import { writeWhole } from "./write-whole.js";

/** What tells two runs apart. */
interface RunFacts {
  readonly settings: object;
  readonly data: string;
}

/**
 * Keeps what a run is at `path`, or compares it with what is there.
 *
 * @throws SvccaError `exists` when that is another run.
 */
export async function assertSameRun(path: string, run: RunFacts): Promise<void> {
  const text = `${JSON.stringify(run, null, 2)}\n`;
  const before = await readJson(path);
  if (before === undefined) return writeWhole(path, text);
  if (`${JSON.stringify(before, null, 2)}\n` === text) return;
  throw new SvccaError(
    "exists",
    `${path}: an earlier run of other ${differenceOf(before as Partial<RunFacts>, run)}; give another folder, or begin anew with --force`,
    { before, now: run },
  );
}

/** The first setting that is not the same, or the data. */
function differenceOf({ settings = {} }: Partial<RunFacts>, now: RunFacts): string {
  const [then, today] = [settings, now.settings].map((one) => new Map(Object.entries(one)));
  for (const name of new Set([...then!.keys(), ...today!.keys()])) {
    const [a, b] = [then!, today!].map((one) => JSON.stringify(one.get(name)) ?? "none");
    if (a !== b) return `settings (${name}: ${a}, now ${b})`;
  }
  return "data";
}

/** Of all values of a data set. */
export function hashOf({ inputs, targets }: DataSet): string {
  const wanted = "labels" in targets ? targets.labels : targets.values;
  const hash = createHash("sha256");
  for (const { buffer, byteOffset, byteLength } of [inputs, wanted]) {
    hash.update(new Uint8Array(buffer, byteOffset, byteLength));
  }
  return hash.digest("hex");
}

/**
 * The object in a JSON file; undefined when there is none.
 *
 * @throws SvccaError `format` when the file is no JSON.
 */
export async function readJson(path: string): Promise<object | undefined> {
  try {
    return JSON.parse(await readFile(path, "utf8"));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw new SvccaError(
      "format",
      `${path}: cannot be read; remove it to begin anew`,
      { path },
      { cause: error },
    );
  }
}
