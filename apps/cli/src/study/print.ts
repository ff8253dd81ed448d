import type { Ending } from "../options/result-file.js";
import type { StudyFlags } from "../options/study.js";
import { colorsFor } from "../output/colors.js";
import { saveFile } from "../output/save.js";

interface Warned {
  readonly message: string;
}

/** How a study is shown, in each of the ways that a user can ask for. */
export interface Rendering {
  readonly document: { readonly warnings: readonly Warned[] };
  csv(): string;
  text(): string;
  svg(): Promise<string>;
}

/** What the text and the figure of a study say of its numbers. */
export interface StudyWords {
  /** What a number is, for instance "SVCCA similarity". */
  readonly title: string;
  /** How it came to be, and over how many datapoints: the subtitle. */
  readonly how: string;
  /** What it would be by chance. */
  readonly chance: string;
}

/** Warnings, a line each, on stderr. */
export function warn(warnings: readonly Warned[], color: StudyFlags["color"]): void {
  const { yellow } = colorsFor(process.stderr, color);
  for (const { message } of warnings) {
    process.stderr.write(`svcca: ${yellow("warning")}: ${message}\n`);
  }
}

/**
 * Writes the files that were asked for, then the warnings, then the result itself.
 *
 * @param said warnings that stand on stderr already.
 */
export async function present(
  rendering: Rendering,
  {
    output = [],
    format,
    quiet,
    force,
    color,
  }: Pick<StudyFlags, "output" | "format" | "quiet" | "force" | "color">,
  said: readonly Warned[] = [],
): Promise<void> {
  for (const { path, ending } of output) {
    await saveFile(path, await contentOf(ending, rendering), force);
  }
  if (!quiet) {
    warn(
      rendering.document.warnings.filter((one) => !said.includes(one)),
      color,
    );
  }
  process.stdout.write(
    format === "json" ? json(rendering) : format === "csv" ? rendering.csv() : rendering.text(),
  );
}

async function contentOf(ending: Ending, rendering: Rendering): Promise<string | Uint8Array> {
  switch (ending) {
    case ".json":
      return json(rendering);
    case ".csv":
      return rendering.csv();
    case ".html": {
      const { htmlReport } = await import("@svcca/viz");
      return htmlReport([rendering.document]);
    }
    case ".png": {
      const { renderPng } = await import("@svcca/viz/node");
      return renderPng(await rendering.svg());
    }
    default:
      return rendering.svg();
  }
}

function json({ document }: Rendering): string {
  return `${JSON.stringify(document, null, 2)}\n`;
}
