import { unitCircle } from "@svcca/linalg";
import type { Engine } from "../engine/engine.js";
import type { Scope } from "../engine/scope.js";

/** One pass: sequences of length radix m become radix times as many of length m. */
interface Stage {
  readonly radix: number;
  readonly m: number;
}

/** The passes for one length, fours first; undefined where a prime factor is beyond 7. */
export function stagesOf(length: number): Stage[] | undefined {
  const stages: Stage[] = [];
  let rest = length;
  for (const radix of [4, 2, 3, 5, 7]) {
    while (rest % radix === 0) {
      rest /= radix;
      stages.push({ radix, m: rest });
    }
  }
  return rest === 1 ? stages : undefined;
}

/**
 * The passes in memory as assembly/fourier reads them: their number, then of each radix, m and the
 * place of its roots of unity.
 */
export function placeStages(engine: Engine, scope: Scope, stages: readonly Stage[]): number {
  const at = scope.float64(1 + 3 * stages.length);
  const table = [stages.length];
  for (const { radix, m } of stages) {
    const roots: number[] = [];
    for (let p = 0; p < m; p++) {
      for (let j = 1; j < radix; j++) {
        const { cos, sin } = unitCircle(-p * j, radix * m);
        roots.push(cos, sin);
      }
    }
    const place = scope.float64(roots.length);
    engine.float64(place, roots.length).set(roots);
    table.push(radix, m, place);
  }
  engine.float64(at, table.length).set(table);
  return at;
}
