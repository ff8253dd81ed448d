import { basename } from "node:path";
import { SvccaError } from "@svcca/linalg";

/**
 * The lists of networks that are given with a + between them, as in `a-*.npz + b-*.npz`.
 *
 * @throws SvccaError `invalid-argument` for a list of none.
 */
export function listsOf(targets: readonly string[]): string[][] {
  const lists: string[][] = [[]];
  for (const target of targets) {
    if (target === "+") lists.push([]);
    else lists.at(-1)!.push(target);
  }
  if (lists.some((list) => list.length === 0)) {
    throw new SvccaError(
      "invalid-argument",
      "a + with nothing on one side; give networks before and after it (a file of that name is ./+)",
      { received: targets },
    );
  }
  return lists;
}

/**
 * What lists of networks are called: the names that were given, else what those of a list begin
 * with, else their places.
 *
 * @throws SvccaError `invalid-argument` for more or fewer names than lists.
 */
export function listNames(
  lists: readonly (readonly string[])[],
  given: readonly string[] | undefined,
  kind: string,
): string[] {
  if (given) {
    if (given.length === lists.length && new Set(given).size === given.length) return [...given];
    throw new SvccaError(
      "invalid-argument",
      `--names ${given.join(",")}: ${given.length} names for ${lists.length} ${kind}s; give a different one for each`,
      { received: given, expected: lists.length },
    );
  }
  const found = lists.map((list) =>
    stemOf(list.map((target) => basename(target).replace(/\.\w+$/, ""))),
  );
  const usable = found.every((name) => name !== "") && new Set(found).size === found.length;
  return usable ? found : lists.map((_, i) => `${kind} ${i + 1}`);
}

/** What names begin with, without a number that they end it by: net-a-000 and net-a-035 are net-a. */
function stemOf(names: readonly string[]): string {
  const [first = "", ...others] = names;
  let length = 0;
  while (length < first.length && others.every((name) => name[length] === first[length])) length++;
  return first.slice(0, length).replace(/[-_.:/ ]*\d*[-_.:/ ]*$/, "");
}
