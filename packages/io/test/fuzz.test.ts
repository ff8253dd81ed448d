import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openFile } from "@svcca/io/node";
import { type ArraySource, SvccaError } from "@svcca/linalg";
import { afterAll, describe, expect, test } from "vitest";
import { generator, mutate } from "./fuzz/mutate.js";
import { seeds } from "./fuzz/seeds.js";

// `pnpm fuzz` sets these: how many mutated files of each format, of which formats, and from where.
const chosen = Number(process.env.SVCCA_FUZZ ?? 0);
/** In the tests a few; of HDF5 fewer, since each broken file costs a new worker. */
const filesOf = (format: string) => chosen || (format === ".h5" ? 25 : 400);
const formats = process.env.SVCCA_FUZZ_FORMATS?.split(",") ?? Object.keys(seeds);
const first = Number(process.env.SVCCA_FUZZ_SEED ?? 1);
const MOST_MEGABYTES = 600;
/** A file that makes HDF5 hang takes the time after which its worker is ended. */
const MOST_MILLISECONDS = 45_000;
/** An array of more values than this is read at its start and its end. */
const MOST_VALUES = 2 ** 20;

const folder = mkdtempSync(join(tmpdir(), "svcca-fuzz-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Reads a source and checks that it gives as many values as it says. */
async function readOut({ shape, dtype, read }: ArraySource): Promise<void> {
  const rows = shape[0] ?? 1;
  const width = shape.slice(1).reduce((product, n) => product * n, dtype[1] === "c" ? 2 : 1);
  const most = Math.max(1, Math.floor(MOST_VALUES / Math.max(1, width)));
  const parts =
    rows <= most
      ? [[0, rows]]
      : [
          [0, most],
          [rows - most, rows],
        ];
  if (width > 2 ** 24) return;
  for (const [start, end] of parts as [number, number][]) {
    const values = await read(start, end);
    if (values.length !== (end - start) * width) {
      throw new Error(`${values.length} values for ${end - start} rows of ${width}`);
    }
  }
}

/** Opens and reads everything; what is refused must be refused in the one way. */
async function readEverything(path: string, from: number): Promise<"read" | "refused"> {
  let [refusals, faults] = [0, 0];
  const refused = (error: unknown) => {
    refusals++;
    if (/damaged, HDF5 cannot|HDF5 failed/.test((error as Error).message)) faults++;
    const known = error instanceof SvccaError && ["format", "unsupported"].includes(error.code);
    if (!known || /[\n\r]/.test(error.message)) throw error;
  };
  const file = await openFile(path).catch(refused);
  const arrays = file?.arrays ?? [];
  for (let i = 0; i < arrays.length; i++) {
    await arrays[(from + i) % arrays.length]!.open().then(readOut).catch(refused);
    // Each fault of HDF5 costs a new worker, so one array of such a file is enough.
    if (faults > 0) break;
  }
  await file?.close();
  return refusals > 0 ? "refused" : "read";
}

describe("mutated files are read or refused, quickly and in little memory", () => {
  test.each(formats.map((format) => [format, filesOf(format)] as const))(
    "%s x %i",
    async (format, files) => {
      const corpus = seeds[format]!;
      const counts = { read: 0, refused: 0 };
      let slowest = 0;
      for (let i = 0; i < files; i++) {
        const seed = first + i;
        const next = generator(seed);
        const original = corpus[Math.floor(next() * corpus.length)]!;
        // A name of its own: HDF5 knows files that it has seen.
        const path = join(folder, `${seed}${format}`);
        writeFileSync(path, mutate(original, next));
        const begun = performance.now();
        try {
          counts[await readEverything(path, seed)]++;
        } catch (cause) {
          throw new Error(`seed ${seed}: ${(cause as Error).stack}`, { cause });
        }
        rmSync(path);
        slowest = Math.max(slowest, performance.now() - begun);
        if (slowest > MOST_MILLISECONDS) throw new Error(`seed ${seed}: ${slowest} ms`);
      }
      // The most that the process ever held, in kilobytes, its HDF5 workers with it.
      const megabytes = process.resourceUsage().maxRSS / 1000;
      if (chosen > 0) {
        process.stderr.write(
          `${format}: ${files} files, ${counts.refused} refused, slowest ${Math.round(slowest)} ms, at most ${Math.round(megabytes)} MB\n`,
        );
      }
      expect(counts.refused).toBeGreaterThan(files / 10);
      expect(megabytes).toBeLessThan(MOST_MEGABYTES);
    },
    24 * 3_600_000,
  );
});
