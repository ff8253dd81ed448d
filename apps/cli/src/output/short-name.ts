import { basename } from "node:path";
import { parseTarget } from "@svcca/io";

/** What a figure calls `FILE[:ARRAY]`: without the folders, which are the reader's own. */
export function shortName(target: string): string {
  const { file, array } = parseTarget(target);
  return array === undefined ? basename(file) : `${basename(file)}:${array}`;
}
