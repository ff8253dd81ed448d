/**
 * x y + c. With relaxed SIMD it is one instruction and one rounding where the processor has it;
 * without, a multiplication and an addition.
 */
// @ts-ignore: decorator
@inline
export function madd(x: v128, y: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f64x2.relaxed_madd(x, y, c);
  return f64x2.add(f64x2.mul(x, y), c);
}

/** The same for four float32 values. */
// @ts-ignore: decorator
@inline
export function maddSingle(x: v128, y: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f32x4.relaxed_madd(x, y, c);
  return f32x4.add(f32x4.mul(x, y), c);
}

/** c - x y. */
// @ts-ignore: decorator
@inline
export function nmadd(x: v128, y: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f64x2.relaxed_nmadd(x, y, c);
  return f64x2.sub(c, f64x2.mul(x, y));
}
