import { basename } from "node:path";
import { parseTarget } from "@svcca/io";

/** What a figure calls `FILE[:ARRAY]`: without the folders, which are the reader's own. */
export function shortName(target: string): string {
  const { file, array } = parseTarget(target);
  return array === undefined ? basename(file) : `${basename(file)}:${array}`;
}

/** The same of several, or all as they were given where files of different folders share a name. */
export function shortNamesOf(targets: readonly string[]): string[] {
  const short = targets.map(shortName);
  return new Set(short).size === new Set(targets).size ? short : [...targets];
}
