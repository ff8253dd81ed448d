/** Where the values of an eigenvector of two halves are: the first, both, or the second. */
export const TOP = 0;
export const BOTH = 1;
export const BOTTOM = 2;

/** What remains of a rank-one update D + rho z z' once what does not matter is set aside. */
export interface Deflated {
  /** Poles that remain, in growing order: their index, value and weight. */
  readonly kept: number[];
  readonly poles: number[];
  readonly weights: number[];
  /** Indices whose eigenpair is known: `d` holds its value. */
  readonly known: number[];
  /** TOP, BOTH or BOTTOM for each index. */
  readonly parts: Uint8Array;
}

const U = 2 ** -53;

/**
 * Sets aside the eigenpairs of D + rho z z' (rho > 0, |z| = 1) that are those of D to rounding,
 * and, by a rotation, one of each pair of poles that are equal to rounding: that is what makes
 * clusters and repeated values harmless, and low rank cheap.
 *
 * @param d the poles; changed where poles are rotated. @param z the weights; changed likewise.
 * @param split how many of the indices belong to the first half.
 * @param rotate applies (x, y) = (c x + s y, c y - s x) to vectors i and j.
 *
 * Source: Cuppen 1981; LAPACK's dlaed2, Tisseur & Dongarra 1999.
 */
export function deflate(
  d: Float64Array,
  z: Float64Array,
  rho: number,
  split: number,
  rotate: (i: number, j: number, c: number, s: number) => void,
): Deflated {
  const size = d.length;
  const order = Array.from(d.keys()).sort((i, j) => d[i]! - d[j]! || i - j);
  const parts = Uint8Array.from(d, (_, i) => (i < split ? TOP : BOTTOM));
  let scale = 0;
  for (let i = 0; i < size; i++) scale = Math.max(scale, Math.abs(d[i]!), Math.abs(z[i]!));
  const tolerance = 8 * U * scale;
  const out: Deflated = { kept: [], poles: [], weights: [], known: [], parts };
  const keep = (i: number) => {
    out.kept.push(i);
    out.poles.push(d[i]!);
    out.weights.push(z[i]!);
  };
  let before = -1;
  for (const i of order) {
    if (rho * Math.abs(z[i]!) <= tolerance) {
      out.known.push(i);
      continue;
    }
    if (before >= 0) {
      const length = Math.hypot(z[i]!, z[before]!);
      const c = z[i]! / length;
      const s = -z[before]! / length;
      const [low, high] = [d[before]!, d[i]!];
      if (Math.abs((high - low) * c * s) <= tolerance) {
        z[i] = length;
        z[before] = 0;
        if (parts[i] !== parts[before]) parts[i] = parts[before] = BOTH;
        rotate(before, i, c, s);
        d[before] = low * c * c + high * s * s;
        d[i] = low * s * s + high * c * c;
        out.known.push(before);
      } else keep(before);
    }
    before = i;
  }
  if (before >= 0) keep(before);
  return out;
}
