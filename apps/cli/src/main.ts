import { SvccaError } from "@svcca/linalg";
import { Command, CommanderError } from "commander";
import { alignCommand } from "./commands/align/command.js";
import { backendsCommand } from "./commands/backends/command.js";
import { classesCommand } from "./commands/classes/command.js";
import { compareCommand } from "./commands/compare/command.js";
import { compressCommand } from "./commands/compress/command.js";
import { convertCommand } from "./commands/convert.js";
import { demoCommand } from "./commands/demo/command.js";
import { dynamicsCommand } from "./commands/dynamics/command.js";
import { gridCommand } from "./commands/grid/command.js";
import { groupsCommand } from "./commands/groups/command.js";
import { inspectCommand } from "./commands/inspect.js";
import { mergeCommand } from "./commands/moments/merge.js";
import { momentsCommand } from "./commands/moments/moments.js";
import { reportCommand } from "./commands/report.js";
import { statusCommand } from "./commands/status.js";
import { trainCommand } from "./commands/train/command.js";
import { workerCommand } from "./commands/worker.js";
import { Interrupted } from "./interrupt.js";
import { version } from "./version.js";

/** Exit codes: 0 fine, 1 data or computation, 2 usage, 3 a bar that was not met, 130 interrupted. */
const USAGE = 2;
const INTERRUPTED = 130;

/**
 * Runs the command line. Results go to stdout; everything else to stderr, an error as one line.
 * Sets `process.exitCode` and never exits by itself, so that no output is cut off.
 */
export async function main(args: readonly string[]): Promise<void> {
  // A reader that has seen enough (head, less) closes the pipe; that is no error.
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
  });
  const program = new Command("svcca")
    .description("Compare the layers of neural networks: did they learn the same thing?")
    .version(version)
    .showSuggestionAfterError()
    .configureOutput({
      outputError: (text, write) => write(`svcca: ${text.replace(/\n(?=.)/g, " ")}`),
    })
    .exitOverride()
    .addHelpText("after", "\nsvcca COMMAND --help shows the options and examples of a command.");
  const commands = [
    demoCommand(),
    inspectCommand(),
    compareCommand(),
    alignCommand(),
    gridCommand(),
    dynamicsCommand(),
    classesCommand(),
    groupsCommand(),
    trainCommand(),
    compressCommand(),
    momentsCommand(),
    mergeCommand(),
    convertCommand(),
    reportCommand(),
    backendsCommand(),
    workerCommand(),
    statusCommand(),
  ];
  for (const command of commands) {
    program.addCommand(command.copyInheritedSettings(program));
  }
  try {
    if (args.length === 0) {
      process.stderr.write(program.helpInformation());
      process.exitCode = USAGE;
    } else await program.parseAsync(args, { from: "user" });
  } catch (error) {
    process.exitCode = report(error, args.includes("--debug"));
  }
}

function report(error: unknown, debug: boolean): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : USAGE;
  if (error instanceof Interrupted) {
    process.stderr.write("svcca: interrupted\n");
    return INTERRUPTED;
  }
  const usage = error instanceof SvccaError && error.code === "invalid-argument";
  const message = error instanceof Error ? error.message : String(error);
  process.stderr.write(`svcca: ${message}\n`);
  if (debug && error instanceof Error) process.stderr.write(`${error.stack}\n`);
  return usage ? USAGE : 1;
}
