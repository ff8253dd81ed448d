import { readFile } from "node:fs/promises";
import { SvccaError } from "@svcca/linalg";
import { Command, Option } from "commander";
import { assertWritable, saveFile } from "../output/save.js";

const EXAMPLES = `
Examples:
  svcca report dynamics.json classes.json --output report.html
  svcca report grid.json > report.html`;

/** `svcca report RESULT.json...`. */
export function reportCommand(): Command {
  return new Command("report")
    .description("one HTML page, which works offline, of results that were written as JSON")
    .argument("<RESULT.json...>", "results of compare, grid, dynamics, classes, groups and align")
    .addOption(new Option("-o, --output <file>", "write the page there, not to stdout"))
    .option("--force", "write over a file that is there")
    .option("--debug", "show where an error came from")
    .addHelpText("after", EXAMPLES)
    .action(report);
}

async function report(
  paths: string[],
  { output, force }: { output?: string; force?: boolean },
): Promise<void> {
  if (output !== undefined) await assertWritable(output, force);
  const documents = await Promise.all(paths.map(readDocument));
  const { htmlReport } = await import("@svcca/viz");
  const page = htmlReport(documents);
  if (output === undefined) process.stdout.write(page);
  else await saveFile(output, page, force);
}

async function readDocument(path: string): Promise<object> {
  const text = await readFile(path, "utf8").catch((cause: NodeJS.ErrnoException) => {
    throw new SvccaError(
      "not-found",
      `${path}: ${cause.code === "ENOENT" ? "no such file; check the path" : `cannot be read (${cause.code})`}`,
      { path },
      { cause },
    );
  });
  try {
    const document = JSON.parse(text);
    if (typeof document === "object" && document !== null) return document;
  } catch {
    // Said below, as for JSON that is no result.
  }
  throw new SvccaError(
    "format",
    `${path}: not a result; give a file that svcca wrote with --output FILE.json`,
    { path },
  );
}
