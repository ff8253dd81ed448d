import { type CcaResult, cca, noiseFloor, svcca, type Truncation } from "@svcca/core";
import { parseTarget } from "@svcca/io";
import { openArray } from "@svcca/io/node";
import { type ArraySource, SvccaError } from "@svcca/linalg";
import { Command, Option } from "commander";
import { sha256 } from "../hash.js";
import { neuronsFirst } from "../neurons-first.js";
import { version } from "../version.js";
import { count, share } from "./numbers.js";

interface CompareFlags {
  measure: "svcca" | "cca";
  variance?: number;
  singularSum?: number;
  components?: number;
  average: "kept" | "neurons";
  neuronsFirst?: boolean;
  exact?: boolean;
  format: "text" | "json" | "csv";
  failUnder?: number;
  quiet?: boolean;
}

const EXAMPLES = `
Examples:
  svcca compare a.npy b.npy
  svcca compare run1.npz:fc1 run2.npz:fc1 --format json
  svcca compare a.npy b.npy --neurons-first --components 20
  svcca compare old.npz:fc1 new.npz:fc1 --fail-under 0.9`;

/** `svcca compare X Y`. */
export function compareCommand(): Command {
  return new Command("compare")
    .description("compare two layers over the same datapoints (rows), FILE[:ARRAY] each")
    .argument("<X>", "an array of datapoints x neurons in an .npy or .npz file")
    .argument("<Y>", "another, with the same datapoints in the same order")
    .addOption(
      new Option("--measure <name>", "what to compute").choices(["svcca", "cca"]).default("svcca"),
    )
    .addOption(
      new Option(
        "--variance <share>",
        "svcca: keep the directions that hold this share of the variance (0.99 when no rule is given)",
      )
        .argParser(share)
        .conflicts(["singularSum", "components"]),
    )
    .addOption(
      new Option(
        "--singular-sum <share>",
        "svcca: the same for the sum of singular values, not squared",
      )
        .argParser(share)
        .conflicts(["variance", "components"]),
    )
    .addOption(
      new Option("--components <k>", "svcca: keep the k largest directions")
        .argParser(count)
        .conflicts(["variance", "singularSum"]),
    )
    .addOption(
      new Option(
        "--average <over>",
        "mean over the kept directions, or over all neurons (eq. 1 of the paper)",
      )
        .choices(["kept", "neurons"])
        .default("kept"),
    )
    .option("--neurons-first", "both arrays are neurons x datapoints, as in google/svcca")
    .option("--exact", "decompose the data themselves, in memory, instead of streaming moments")
    .addOption(
      new Option("--format <kind>", "what to print")
        .choices(["text", "json", "csv"])
        .default("text"),
    )
    .addOption(
      new Option("--fail-under <similarity>", "exit with 3 when the similarity is lower").argParser(
        share,
      ),
    )
    .option("--quiet", "no warnings on stderr")
    .option("--debug", "show where an error came from")
    .addHelpText("after", EXAMPLES)
    .action(compare);
}

async function compare(targetX: string, targetY: string, flags: CompareFlags): Promise<void> {
  const truncate = truncationOf(flags);
  const x = await openArray(targetX);
  const y = await openArray(targetY).catch(async (error) => {
    await x.close();
    throw error;
  });
  try {
    const turned = (source: ArraySource) => (flags.neuronsFirst ? neuronsFirst(source) : source);
    const options = { average: flags.average, method: flags.exact ? "exact" : "moments" } as const;
    const result =
      flags.measure === "cca"
        ? await cca(turned(x.source), turned(y.source), options)
        : await svcca(turned(x.source), turned(y.source), { ...options, truncate });
    if (!flags.quiet) {
      for (const { message } of result.warnings)
        process.stderr.write(`svcca: warning: ${message}\n`);
    }
    const inputs = await Promise.all([
      describeInput(targetX, x.source),
      describeInput(targetY, y.source),
    ]);
    process.stdout.write(render(result, inputs, flags, truncate));
    if (flags.failUnder !== undefined && result.similarity < flags.failUnder) {
      process.stderr.write(
        `svcca: the similarity ${result.similarity} is under ${flags.failUnder}\n`,
      );
      process.exitCode = 3;
    }
  } finally {
    await Promise.all([x.close(), y.close()]);
  }
}

function truncationOf({ measure, variance, singularSum, components }: CompareFlags): Truncation {
  const given = variance ?? singularSum ?? components;
  if (measure === "cca" && given !== undefined) {
    throw new SvccaError(
      "invalid-argument",
      `--measure cca keeps every direction; leave out the rule (${given}), or use --measure svcca`,
      { received: given },
    );
  }
  if (singularSum !== undefined) return { singularValueSum: singularSum };
  return components === undefined ? { variance: variance ?? 0.99 } : { components };
}

async function describeInput(target: string, { shape, dtype }: ArraySource) {
  const { file, array } = parseTarget(target);
  return {
    file,
    ...(array === undefined ? {} : { array }),
    shape,
    dtype,
    sha256: await sha256(file),
  };
}

function render(
  result: CcaResult,
  inputs: readonly object[],
  flags: CompareFlags,
  truncate: Truncation,
): string {
  const { measure, similarity, kept, datapoints, neurons, backend, warnings } = result;
  const coefficients = Array.from(result.coefficients);
  if (flags.format === "csv") {
    return `direction,coefficient\n${coefficients.map((c, i) => `${i + 1},${c}\n`).join("")}`;
  }
  const floor = noiseFloor(datapoints, kept);
  if (flags.format === "json") {
    const options = {
      ...(measure === "svcca" ? { truncate } : {}),
      average: flags.average,
      neuronsFirst: flags.neuronsFirst ?? false,
      method: result.method,
    };
    const significance = { noiseFloor: floor };
    const document = {
      schemaVersion: 1,
      command: "compare",
      measure,
      similarity,
      coefficients,
      kept,
      datapoints,
      neurons,
      options,
      backend,
      warnings,
      significance,
      inputs,
      version,
    };
    return `${JSON.stringify(document, null, 2)}\n`;
  }
  const top = coefficients
    .slice(0, 5)
    .map((c) => c.toFixed(4))
    .join("  ");
  return [
    `${measure.toUpperCase()} similarity  ${similarity.toFixed(4)}   (unrelated layers: about ${floor.toFixed(4)})`,
    `directions kept   ${kept.x} of ${neurons.x} neurons, ${kept.y} of ${neurons.y}`,
    `datapoints        ${datapoints}`,
    `coefficients      ${top}${coefficients.length > 5 ? `  ...  ${coefficients.at(-1)!.toFixed(4)}` : ""}`,
    "",
  ].join("\n");
}
