import { naturalOrder } from "@svcca/io";
import { SvccaError } from "@svcca/linalg";
import { shortName } from "../../output/short-name.js";
import { shortNames } from "./rendering.js";

/** How many checkpoints a message names of each order. */
const SHOWN = 8;

/** What is wrong with the order of checkpoints, as the results have it. */
export interface OrderWarning {
  readonly code: "checkpoint-order";
  readonly message: string;
}

/**
 * A warning for each network whose checkpoints differ in numbers alone, and are not given by these:
 * a shell puts epoch-20 before epoch-5. They are taken as given, since some run backwards on purpose.
 *
 * @param hasFinal the network after training is given apart, and so is none of them.
 */
export function orderWarnings(
  lists: readonly (readonly string[])[],
  hasFinal: boolean,
): OrderWarning[] {
  return lists.flatMap((list) => {
    const patterns = new Set(list.map((target) => target.replace(/\d+/g, "#")));
    const sorted = [...list].sort(naturalOrder);
    if (patterns.size > 1 || sorted.every((target, i) => target === list[i])) return [];
    const last = hasFinal ? "" : `, with ${shortName(list.at(-1)!)} as the network after training`;
    const message =
      `checkpoints are taken in the order given (${named(list)})${last}; ` +
      `by their numbers it is ${named(sorted)}: give them in that order to have it (a shell sorts 20 before 5)`;
    return [{ code: "checkpoint-order" as const, message }];
  });
}

function named(list: readonly string[]): string {
  const names = shortNames(list);
  return names.length > SHOWN ? `${names.slice(0, SHOWN).join(", ")}, …` : names.join(", ");
}

/**
 * @throws SvccaError `invalid-argument` for one checkpoint alone, which would be held against itself.
 */
export function assertSeveral(lists: readonly (readonly string[])[], hasFinal: boolean): void {
  const alone = hasFinal ? undefined : lists.find((list) => list.length < 2)?.[0];
  if (alone === undefined) return;
  const quoted = /[*?]/.test(alone)
    ? "a pattern in quotes is one network in several files: give it without the quotes"
    : "give at least two, earliest first, or the network after training with --final";
  throw new SvccaError(
    "invalid-argument",
    `dynamics compares checkpoints with the last one, and ${alone} is the only one; ${quoted}`,
    { received: alone },
  );
}
