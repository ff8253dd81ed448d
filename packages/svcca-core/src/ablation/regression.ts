import {
  type CallOptions,
  type CompleteBackend,
  type Matrix64,
  scaleColumns,
  transpose,
} from "@svcca/linalg";
import { gramTolerance } from "../routes/rounding.js";

/** Neurons of covariance C, and the directions that they are regressed on. */
export interface Regressed {
  /** Q, neurons x k, with orthonormal columns. */
  readonly q: Matrix64;
  /** C Q, neurons x k. */
  readonly cross: Matrix64;
  /** The standard deviation of each neuron. */
  readonly deviations: Float64Array;
}

/**
 * C Q (Q'CQ)^+, neurons x k: the regression of all neurons on Q'x. Directions along which nothing
 * varies beyond what rounding leaves tell nothing of the neurons outside of them.
 */
export async function regression(
  { q, cross, deviations }: Regressed,
  backend: CompleteBackend,
  call: CallOptions,
): Promise<Matrix64> {
  const among = symmetric(await backend.matmul(q, cross, { ...call, transA: true }));
  const { values, vectors } = await backend.eigh(among, call);
  const total = deviations.reduce((sum, deviation) => sum + deviation ** 2, 0);
  const floor = gramTolerance(q.rows, backend.momentsRoundoff) * total;
  const along = await backend.matmul(cross, vectors, call);
  const inverse = values.map((value, i) =>
    value > floor && isPossible(along, i, value, deviations) ? 1 / value : 0,
  );
  const back = await backend.matmul(scaleColumns(along, inverse), vectors, {
    ...call,
    transB: true,
  });
  return outsideOf(q, back, backend, call);
}

/**
 * A = Q + (1 - QQ') B. Along the directions themselves nothing is to change (Q'A = 1), so only what B
 * says of the rest is taken of it, and with it the rounding: none where Q spans all neurons.
 */
export async function outsideOf(
  q: Matrix64,
  b: Matrix64,
  backend: CompleteBackend,
  call: CallOptions,
): Promise<Matrix64> {
  if (q.cols === q.rows) return q;
  let rest = b;
  // Twice is enough (Kahan, Parlett): once leaves the rounding of B, which may be large inside.
  for (let times = 0; times < 2; times++) {
    const inside = await backend.matmul(
      q,
      await backend.matmul(q, rest, { ...call, transA: true }),
      call,
    );
    rest = { ...rest, data: rest.data.map((value, p) => value - inside.data[p]!) };
  }
  return { ...q, data: q.data.map((value, p) => value + rest.data[p]!) };
}

/** How much more than all of a neuron may go with a direction, for rounding's sake. */
const MORE_THAN_ALL = 1.01;

/**
 * No neuron goes with a direction more than both vary (Cauchy and Schwarz). Where one seems to, the
 * variance is what rounding left of moments that are coarser than the backend says.
 */
function isPossible(
  along: Matrix64,
  direction: number,
  variance: number,
  deviations: Float64Array,
): boolean {
  const spread = MORE_THAN_ALL * Math.sqrt(variance);
  return deviations.every(
    (deviation, j) => Math.abs(along.data[j * along.cols + direction]!) <= spread * deviation,
  );
}

/** What is symmetric but for rounding, exactly so. */
function symmetric(a: Matrix64): Matrix64 {
  const { data } = transpose(a);
  return { ...a, data: a.data.map((value, p) => (value + data[p]!) / 2) };
}
