import { Command, Option } from "commander";
import { version } from "../../version.js";
import { type Found, machine, testBackends } from "./test.js";
import { backendsText } from "./text.js";

const EXAMPLES = `
Examples:
  svcca backends
  svcca backends --format json
  svcca backends --adapter NVIDIA`;

/** The JSON document of `svcca backends`. */
export interface BackendsDocument {
  readonly schemaVersion: 1;
  readonly command: "backends";
  readonly machine: ReturnType<typeof machine>;
  readonly backends: readonly Found[];
  readonly version: string;
}

interface BackendsFlags {
  adapter?: string;
  format: "text" | "json";
}

/** `svcca backends`. */
export function backendsCommand(): Command {
  return new Command("backends")
    .description("list what can compute here, with two seconds of self-test for each")
    .addOption(
      new Option("--adapter <name>", "the GPU, by a part of its name (default: the fastest)"),
    )
    .addOption(
      new Option("--format <kind>", "what to print").choices(["text", "json"]).default("text"),
    )
    .option("--debug", "show where an error came from")
    .addHelpText("after", EXAMPLES)
    .action(backends);
}

async function backends({ adapter, format }: BackendsFlags): Promise<void> {
  const found = await testBackends(adapter);
  const document: BackendsDocument = {
    schemaVersion: 1,
    command: "backends",
    machine: machine(),
    backends: found,
    version,
  };
  process.stdout.write(
    format === "json" ? `${JSON.stringify(document, null, 2)}\n` : backendsText(document),
  );
}
