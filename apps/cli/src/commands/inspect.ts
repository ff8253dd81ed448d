import { printable } from "@svcca/io";
import { openNetwork } from "@svcca/io/node";
import { type ArraySource, SvccaError } from "@svcca/linalg";
import { Command, Option } from "commander";
import { version } from "../version.js";

const EXAMPLES = `
Examples:
  svcca inspect run.npz
  svcca inspect run.h5:epoch_3
  svcca inspect folder/
  svcca inspect *.npy --format json`;

/** `svcca inspect FILE...`. */
export function inspectCommand(): Command {
  return new Command("inspect")
    .description("list the arrays of files: shape, type, values that are not finite, dead neurons")
    .argument(
      "<FILE...>",
      "npy, npz, HDF5, safetensors, IDX or CIFAR-10 files, folders of them, groups in them",
    )
    .addOption(
      new Option("--format <kind>", "what to print").choices(["text", "json"]).default("text"),
    )
    .option("--debug", "show where an error came from")
    .addHelpText("after", EXAMPLES)
    .action(inspect);
}

interface Inspected {
  file: string;
  array: string;
  shape: readonly number[];
  dtype: string;
  fortranOrder: boolean;
  finite: number;
  nan: number;
  inf: number;
  constantColumns: number;
}

/** An array that holds no numbers: text, records. */
interface Skipped {
  file: string;
  array: string;
  reason: string;
}

async function inspect(files: string[], { format }: { format: "text" | "json" }): Promise<void> {
  const arrays: Inspected[] = [];
  const skipped: Skipped[] = [];
  for (const path of files) {
    const file = await openNetwork(path);
    try {
      for (const { array, open } of file.arrays) {
        const source = await open().catch((error: unknown) => {
          if (!(error instanceof SvccaError) || error.code !== "unsupported") throw error;
          skipped.push({ file: path, array, reason: error.message });
        });
        if (!source) continue;
        const { shape, dtype, fortranOrder } = source;
        arrays.push({
          file: path,
          array,
          shape,
          dtype,
          fortranOrder,
          ...(await countValues(source)),
        });
      }
    } finally {
      await file.close();
    }
  }
  if (format === "json") {
    const document = { schemaVersion: 1, command: "inspect", arrays, skipped, version };
    process.stdout.write(`${JSON.stringify(document, null, 2)}\n`);
    return;
  }
  for (const { reason } of skipped) process.stderr.write(`svcca: left out: ${reason}\n`);
  process.stdout.write(table(arrays));
}

/** Counts over the whole array, in blocks of rows. A column is one place within a row. */
async function countValues(source: ArraySource) {
  const rows = source.shape[0] ?? 1;
  const width =
    source.shape.slice(1).reduce((product, n) => product * n, 1) *
    (/c\d+$/.test(source.dtype) ? 2 : 1);
  const step = Math.max(1, Math.floor(2 ** 20 / Math.max(1, width)));
  let first: Float32Array | Float64Array | undefined;
  const varies = new Uint8Array(width);
  let [finite, nan, inf] = [0, 0, 0];
  for (let start = 0; start < rows; start += step) {
    const block = await source.read(start, Math.min(start + step, rows));
    first ??= block.slice(0, width);
    for (let p = 0; p < block.length; p++) {
      const value = block[p]!;
      if (Number.isFinite(value)) finite++;
      else if (Number.isNaN(value)) nan++;
      else inf++;
      if (value !== first[p % width]) varies[p % width] = 1;
    }
  }
  const constantColumns = rows > 0 ? varies.filter((v) => v === 0).length : 0;
  return { finite, nan, inf, constantColumns };
}

function table(arrays: readonly Inspected[]): string {
  const cells = arrays.map((a) => [
    printable(a.file, Number.POSITIVE_INFINITY),
    printable(a.array, Number.POSITIVE_INFINITY),
    `(${a.shape.join(", ")})`,
    `${a.dtype}${a.fortranOrder ? " fortran" : ""}`,
    `${a.nan} NaN, ${a.inf} Inf`,
    `${a.constantColumns} constant`,
  ]);
  const widths = cells.reduce<number[]>(
    (w, row) => row.map((c, i) => Math.max(w[i] ?? 0, c.length)),
    [],
  );
  return cells
    .map(
      (row) =>
        `${row
          .map((c, i) => c.padEnd(widths[i]!))
          .join("  ")
          .trimEnd()}\n`,
    )
    .join("");
}
