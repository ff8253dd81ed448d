import { extname } from "node:path";
import { InvalidArgumentError, Option } from "commander";

/** The kinds of file that results can be written to, by ending. */
const ENDINGS = [".json", ".csv", ".npz", ".svg", ".png"] as const;
export type Ending = (typeof ENDINGS)[number];

/** A file to write, and what its ending says it holds. */
export interface ResultFile {
  readonly path: string;
  readonly ending: Ending;
}

/** `--output FILE`, which may be given several times. */
export function outputOption(): Option {
  return new Option(
    "-o, --output <file>",
    `write the result too, by ending: ${ENDINGS.join(" ")} (may be given several times)`,
  ).argParser((path: string, before: ResultFile[] = []) => {
    const ending = extname(path).toLowerCase() as Ending;
    if (!ENDINGS.includes(ending)) {
      throw new InvalidArgumentError(`Give a file that ends in ${ENDINGS.join(", ")}.`);
    }
    return [...before, { path, ending }];
  });
}
