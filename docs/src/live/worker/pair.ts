import { comparePairs, type Pair, similarityFloor } from "@svcca/core";
import type { Backend, Matrix64 } from "@svcca/linalg";
import type { SeedPair } from "../run.js";

/** Every layer of one network against every layer of another. */
export async function pairOf(
  a: readonly Matrix64[],
  b: readonly Matrix64[],
  backend: Backend,
): Promise<Pick<SeedPair, "values" | "floors">> {
  const pairs = a.flatMap((_, i) => b.map((_, j): Pair => [i, a.length + j]));
  const values: number[][] = a.map(() => []);
  const floors: number[] = [];
  let place = 0;
  for await (const result of comparePairs([...a, ...b], pairs, { backend })) {
    const [i, j] = [Math.floor(place / b.length), place % b.length];
    values[i]!.push(result.similarity);
    if (i === j) floors.push(similarityFloor(result)!);
    place++;
  }
  return { values, floors };
}
