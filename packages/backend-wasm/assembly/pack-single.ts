import { load2 } from "./pack";

/** Rows that one strip goes through before the next: their cache lines are read again by it. */
const BLOCK = 64;

/**
 * Packs strips sStart to sEnd of eight columns of `source` (inner x lines, of type T, rows `lines`
 * values apart) as float32: each value less the `mean` of its column, in float64, times the factor
 * of its column, and only then rounded. Columns past the last are zeros. `target` is where strip
 * sStart begins.
 */
export function packSingle<T>(
  source: usize,
  inner: i32,
  lines: i32,
  mean: usize,
  factors: usize,
  target: usize,
  sStart: i32,
  sEnd: i32,
): void {
  const row = (<usize>lines) * sizeof<T>();
  for (let p0 = 0; p0 < inner; p0 += BLOCK) {
    const pEnd = min(p0 + BLOCK, inner);
    for (let s = sStart; s < sEnd; s++) {
      const width = min(8, lines - (s << 3));
      const m = mean + ((<usize>s) << 6);
      const f = factors + ((<usize>s) << 6);
      let from = source + (<usize>p0) * row + (<usize>s) * 8 * sizeof<T>();
      let to = target + ((<usize>((s - sStart) * inner + p0)) << 5);
      if (width == 8) {
        const m0 = v128.load(m);
        const m1 = v128.load(m, 16);
        const m2 = v128.load(m, 32);
        const m3 = v128.load(m, 48);
        const f0 = v128.load(f);
        const f1 = v128.load(f, 16);
        const f2 = v128.load(f, 32);
        const f3 = v128.load(f, 48);
        for (let p = p0; p < pEnd; p++) {
          v128.store(to, rounded<T>(from, m0, m1, f0, f1));
          v128.store(to, rounded<T>(from + 4 * sizeof<T>(), m2, m3, f2, f3), 16);
          from += row;
          to += 32;
        }
      } else {
        for (let p = p0; p < pEnd; p++) {
          for (let r = 0; r < 8; r++) {
            let value: f64 = 0;
            if (r < width) {
              const at = (<usize>r) << 3;
              value = <f64>load<T>(from + <usize>r * sizeof<T>()) - load<f64>(m + at);
              value *= load<f64>(f + at);
            }
            store<f32>(to + ((<usize>r) << 2), <f32>value);
          }
          from += row;
          to += 32;
        }
      }
    }
  }
}

/** Four neighbouring values, centred and scaled, as float32. */
// @ts-ignore: decorator
@inline
function rounded<T>(from: usize, m0: v128, m1: v128, f0: v128, f1: v128): v128 {
  const low = f64x2.mul(f64x2.sub(load2<T>(from), m0), f0);
  const high = f64x2.mul(f64x2.sub(load2<T>(from + 2 * sizeof<T>()), m1), f1);
  return v128.shuffle<i64>(
    f32x4.demote_f64x2_zero(low),
    f32x4.demote_f64x2_zero(high),
    0,
    2,
  );
}
