import { extname } from "node:path";
import { InvalidArgumentError, Option } from "commander";

/** The kinds of file that results can be written to, by ending. */
export type Ending = ".json" | ".csv" | ".npz" | ".svg" | ".png" | ".html";

/** A file to write, and what its ending says it holds. */
export interface ResultFile {
  readonly path: string;
  readonly ending: Ending;
}

/** `--output FILE`, which may be given several times; a command writes the kinds that it can. */
export function outputOption(endings: readonly Ending[]): Option {
  return new Option(
    "-o, --output <file>",
    `write the result too, by ending: ${endings.join(" ")} (may be given several times)`,
  ).argParser((path: string, before: ResultFile[] = []) => {
    const ending = extname(path).toLowerCase() as Ending;
    if (!endings.includes(ending)) {
      throw new InvalidArgumentError(`Give a file that ends in ${endings.join(", ")}.`);
    }
    return [...before, { path, ending }];
  });
}
