import { mkdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { SvccaError } from "@svcca/linalg";
import { Command, Option } from "commander";
import { interruptSignal } from "../../interrupt.js";
import { withBackend } from "../../options/backend.js";
import { type Color, colorsFor } from "../../output/colors.js";
import { progressLine } from "../../output/progress.js";
import { assertWritable, saveFile } from "../../output/save.js";
import { openExamples } from "./examples.js";
import { figures } from "./figures.js";
import { demoDocuments } from "./report.js";
import { study } from "./study.js";
import { demoText } from "./text.js";

interface DemoFlags {
  output: string;
  force?: boolean;
  color: Color;
  quiet?: boolean;
}

const NAMES = ["similarity", "coefficients", "dynamics", "convergence", "classes", "features"];
const REPORT = "report.html";

/** `svcca demo`. */
export function demoCommand(): Command {
  return new Command("demo")
    .description("compare the two example networks that ship with this command, with figures")
    .option("-o, --output <folder>", "where to write the figures", "svcca-demo")
    .option("--force", "write over figures that are there")
    .addOption(
      new Option("--color <when>", "colours in the text")
        .choices(["auto", "always", "never"])
        .default("auto"),
    )
    .option("--quiet", "no progress on stderr")
    .option("--debug", "show where an error came from")
    .action(demo);
}

async function demo({ output, force, color, quiet }: DemoFlags): Promise<void> {
  if ((await stat(output).catch(() => undefined))?.isDirectory() === false) {
    throw new SvccaError("exists", `${output}: a file; give --output the name of a folder`, {
      path: output,
    });
  }
  for (const name of NAMES) {
    for (const ending of ["svg", "png"])
      await assertWritable(join(output, `${name}.${ending}`), force);
  }
  await assertWritable(join(output, REPORT), force);
  const examples = openExamples();
  const interrupt = interruptSignal();
  const progress = progressLine("pairs of layers");
  try {
    const found = await withBackend({ backend: "auto" }, (backend) =>
      study(examples, backend, {
        signal: interrupt.signal,
        ...(quiet ? {} : { onProgress: progress.update }),
      }),
    );
    progress.clear();
    process.stdout.write(demoText(examples, found, colorsFor(process.stdout, color)));
    const { renderPng } = await import("@svcca/viz/node");
    await mkdir(output, { recursive: true });
    const light = await figures(found);
    for (const [name, svg] of Object.entries(light)) {
      await saveFile(join(output, `${name}.svg`), svg, force);
      await saveFile(join(output, `${name}.png`), renderPng(svg), force);
    }
    const { htmlReport } = await import("@svcca/viz");
    const dark = await figures(found, "dark");
    // What the results beside them do not have drawn already.
    const drawn = (title: string, name: "coefficients" | "features") => ({
      title,
      draw: (theme: "light" | "dark") => (theme === "dark" ? dark : light)[name]!,
    });
    const page = htmlReport(demoDocuments(examples, found), {
      title: "The example networks",
      figures: [
        drawn("Correlations of fc1 of both networks", "coefficients"),
        drawn("Aligned directions of fc1", "features"),
      ],
    });
    await saveFile(join(output, REPORT), page, force);
    process.stdout.write(
      `\nFigures: ${NAMES.join(", ")}, as SVG and PNG in ${output}/\nAll of them on one page, with the exact values: ${join(output, REPORT)}\nYour own layers: svcca compare a.npy b.npy; your own networks: svcca grid a.npz b.npz\n`,
    );
  } finally {
    progress.clear();
    interrupt.dispose();
  }
}
