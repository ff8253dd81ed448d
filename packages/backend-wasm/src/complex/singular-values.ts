import type { CallOptions, ComplexMatrix } from "@svcca/linalg";
import type { Engine } from "../engine/engine.js";
import { scoped } from "../engine/scope.js";
import { LANES, putMatrix } from "./interleave.js";
import { pairsOf, partsOf } from "./pairs.js";
import { complexScale } from "./scale.js";

/**
 * Singular values of complex matrices, two of a size at once, pairs spread over threads: complex
 * reflections to a real bidiagonal matrix, and implicit QR of that.
 *
 * @throws SvccaError `non-finite` for NaN or infinity.
 */
export async function complexSingularValues(
  engine: Engine,
  matrices: readonly ComplexMatrix[],
  { signal }: CallOptions = {},
): Promise<Float64Array[]> {
  signal?.throwIfAborted();
  const scales = matrices.map((a) => complexScale(a, "complexSingularValues"));
  // Those of the transpose are the same.
  const tall = matrices.map(({ rows, cols }) => ({
    rows: Math.max(rows, cols),
    cols: Math.min(rows, cols),
  }));
  const found: Float64Array[] = [];
  return scoped(engine, signal, async (scope) => {
    for (const { rows: m, cols: n, pairs } of pairsOf(tall)) {
      const operations = 64 * m * n * n;
      for (const some of partsOf(pairs, operations, engine.threads)) {
        await engine.breath.take(signal);
        const a = scope.float64(4 * m * n * some.length);
        const [d, e] = [scope.float64(2 * n * some.length), scope.float64(2 * n * some.length)];
        const scratch = scope.float64(4 * (m + n + 3) * some.length);
        const all = engine.float64(a, 4 * m * n * some.length);
        for (const [i, pair] of some.entries()) {
          const out = all.subarray(4 * m * n * i, 4 * m * n * (i + 1));
          for (const lane of LANES) {
            const matrix = matrices[pair[lane]]!;
            putMatrix(out, matrix, scales[pair[lane]]!, lane, matrix.rows < matrix.cols);
          }
        }
        const args = [a, m, n, d, e, scratch];
        engine.share("pairSingularValues", some.length, some.length * operations, ...args);
        const values = engine.float64(d, 2 * n * some.length);
        for (const [i, pair] of some.entries()) {
          for (const lane of LANES) {
            const own = values.subarray((2 * i + lane) * n, (2 * i + lane + 1) * n);
            const scale = scales[pair[lane]]!;
            found[pair[lane]] = own.map((value) => Math.abs(value) * scale).sort((x, y) => y - x);
          }
        }
        scope.release();
      }
    }
    return found;
  });
}
