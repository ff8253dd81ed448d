/** Rows that one strip goes through before the next: their cache lines are read again by it. */
const BLOCK = 64;

/** Two neighbouring values as float64. */
// @ts-ignore: decorator
@inline
export function load2<T>(at: usize): v128 {
  if (sizeof<T>() == 4) return f64x2.promote_low_f32x4(v128.load64_zero(at));
  return v128.load(at);
}

/**
 * Packs strips sStart to sEnd of columns of `source` (inner x lines, float32 or float64, rows
 * `stride` values apart), each value less the `mean` of its column (0: no means), times `factor`. Columns past the last are
 * zeros. `target` is where strip sStart begins.
 */
// @ts-ignore: decorator
@inline
function packColumns<T>(
  source: usize,
  stride: i32,
  inner: i32,
  lines: i32,
  mean: usize,
  factor: f64,
  target: usize,
  sStart: i32,
  sEnd: i32,
): void {
  const row = (<usize>stride) * sizeof<T>();
  const times = f64x2.splat(factor);
  for (let p0 = 0; p0 < inner; p0 += BLOCK) {
    const pEnd = min(p0 + BLOCK, inner);
    for (let s = sStart; s < sEnd; s++) {
      const width = min(4, lines - (s << 2));
      let from = source + (<usize>p0) * row + (<usize>s) * 4 * sizeof<T>();
      let to = target + ((<usize>((s - sStart) * inner + p0)) << 5);
      if (width == 4) {
        let m0 = f64x2.splat(0);
        let m1 = m0;
        if (mean) {
          m0 = v128.load(mean + ((<usize>s) << 5));
          m1 = v128.load(mean + ((<usize>s) << 5), 16);
        }
        for (let p = p0; p < pEnd; p++) {
          v128.store(to, f64x2.mul(f64x2.sub(load2<T>(from), m0), times));
          v128.store(
            to,
            f64x2.mul(f64x2.sub(load2<T>(from + 2 * sizeof<T>()), m1), times),
            16,
          );
          from += row;
          to += 32;
        }
      } else {
        for (let p = p0; p < pEnd; p++) {
          for (let r = 0; r < 4; r++) {
            let value: f64 = 0;
            if (r < width) {
              value = <f64>load<T>(from + <usize>r * sizeof<T>());
              if (mean) value -= load<f64>(mean + ((<usize>((s << 2) + r)) << 3));
              value *= factor;
            }
            store<f64>(to + ((<usize>r) << 3), value);
          }
          from += row;
          to += 32;
        }
      }
    }
  }
}

/** The same for strips of rows of `source` (lines x inner), with a mean for each inner index. */
// @ts-ignore: decorator
@inline
function packRows<T>(
  source: usize,
  stride: i32,
  inner: i32,
  lines: i32,
  mean: usize,
  factor: f64,
  target: usize,
  sStart: i32,
  sEnd: i32,
): void {
  const row = (<usize>stride) * sizeof<T>();
  const times = f64x2.splat(factor);
  for (let s = sStart; s < sEnd; s++) {
    const width = min(4, lines - (s << 2));
    let from = source + (<usize>(s << 2)) * row;
    let to = target + ((<usize>((s - sStart) * inner)) << 5);
    let p = 0;
    if (width == 4) {
      for (; p + 2 <= inner; p += 2) {
        const m = mean ? v128.load(mean + ((<usize>p) << 3)) : f64x2.splat(0);
        const r0 = f64x2.mul(f64x2.sub(load2<T>(from), m), times);
        const r1 = f64x2.mul(f64x2.sub(load2<T>(from + row), m), times);
        const r2 = f64x2.mul(f64x2.sub(load2<T>(from + 2 * row), m), times);
        const r3 = f64x2.mul(f64x2.sub(load2<T>(from + 3 * row), m), times);
        v128.store(to, v128.shuffle<i64>(r0, r1, 0, 2));
        v128.store(to, v128.shuffle<i64>(r2, r3, 0, 2), 16);
        v128.store(to, v128.shuffle<i64>(r0, r1, 1, 3), 32);
        v128.store(to, v128.shuffle<i64>(r2, r3, 1, 3), 48);
        from += 2 * sizeof<T>();
        to += 64;
      }
    }
    for (; p < inner; p++) {
      const m = mean ? load<f64>(mean + ((<usize>p) << 3)) : 0;
      for (let r = 0; r < 4; r++) {
        const value = r < width ? (<f64>load<T>(from + (<usize>r) * row) - m) * factor : 0;
        store<f64>(to + ((<usize>r) << 3), value);
      }
      from += sizeof<T>();
      to += 32;
    }
  }
}

/** {@link packColumns} or {@link packRows} of float32 (single) or float64 values. */
export function pack(
  source: usize,
  single: i32,
  alongRows: i32,
  stride: i32,
  inner: i32,
  lines: i32,
  mean: usize,
  factor: f64,
  target: usize,
  sStart: i32,
  sEnd: i32,
): void {
  if (alongRows) {
    if (single) packRows<f32>(source, stride, inner, lines, mean, factor, target, sStart, sEnd);
    else packRows<f64>(source, stride, inner, lines, mean, factor, target, sStart, sEnd);
  } else {
    if (single) packColumns<f32>(source, stride, inner, lines, mean, factor, target, sStart, sEnd);
    else packColumns<f64>(source, stride, inner, lines, mean, factor, target, sStart, sEnd);
  }
}
