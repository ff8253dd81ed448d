import { SvccaError } from "@svcca/linalg";
import { Command, CommanderError } from "commander";
import { COMMANDS } from "./commands/all.js";
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
  // Loading them all takes longer than a small comparison does.
  const called = args.slice(0, 1).filter((name) => Object.hasOwn(COMMANDS, name));
  for (const name of called.length > 0 ? called : Object.keys(COMMANDS)) {
    program.addCommand((await COMMANDS[name]!()).copyInheritedSettings(program));
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
