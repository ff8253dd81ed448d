import { SvccaError } from "@svcca/linalg";
import type { Pair } from "./moments.js";

/** @throws SvccaError `invalid-argument` for a pair that is not among so many layers. */
export function assertPairs(where: string, pairs: readonly Pair[], layers: number): void {
  for (const pair of pairs) {
    if (pair.every((i) => Number.isInteger(i) && i >= 0 && i < layers)) continue;
    throw new SvccaError(
      "invalid-argument",
      `${where}: pair [${pair.join(", ")}] of ${layers} layers; give places from 0`,
      { pair, layers },
    );
  }
}
