import type { Ending } from "../options/result-file.js";
import type { StudyFlags } from "../options/study.js";
import { colorsFor } from "../output/colors.js";
import { saveFile } from "../output/save.js";

/** How a study is shown, in each of the ways that a user can ask for. */
export interface Rendering {
  readonly document: { readonly warnings: readonly { readonly message: string }[] };
  csv(): string;
  text(): string;
  svg(): Promise<string>;
}

/** Writes the files that were asked for, then the warnings, then the result itself. */
export async function present(
  rendering: Rendering,
  {
    output = [],
    format,
    quiet,
    force,
    color,
  }: Pick<StudyFlags, "output" | "format" | "quiet" | "force" | "color">,
): Promise<void> {
  for (const { path, ending } of output) {
    await saveFile(path, await contentOf(ending, rendering), force);
  }
  if (!quiet) {
    const { yellow } = colorsFor(process.stderr, color);
    for (const { message } of rendering.document.warnings) {
      process.stderr.write(`svcca: ${yellow("warning")}: ${message}\n`);
    }
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
