import { madd } from "../madd";
import { im, NOTHING, put, re, value } from "./pair";

/**
 * The reflections H = I - scale v v^H that send two vectors x of `count` values to multiples of the
 * first unit vector, -|x| times the phase of x[0]. v takes the place of x; `out` becomes (scale,
 * |x|, the phase: real and imaginary part), and of a vector too small to square (0, 0, -1).
 *
 * Source: Golub & Van Loan, Matrix Computations, 5.1.13.
 */
export function pairReflector(x: usize, count: i32, out: usize): void {
  let squares = f64x2.splat(0);
  for (let i = 0; i < count; i++) {
    const r = re(value(x, i));
    const s = im(value(x, i));
    squares = madd(s, s, madd(r, r, squares));
  }
  const zero = f64x2.splat(0);
  const one = f64x2.splat(1);
  const there = f64x2.gt(squares, f64x2.splat(NOTHING));
  const norm = v128.and(f64x2.sqrt(squares), there);
  const headR = re(x);
  const headI = im(x);
  const headSquare = madd(headI, headI, f64x2.mul(headR, headR));
  const turned = f64x2.gt(headSquare, f64x2.splat(NOTHING));
  const head = v128.and(f64x2.sqrt(headSquare), turned);
  const safe = v128.bitselect(head, one, turned);
  const phaseR = v128.bitselect(f64x2.div(headR, safe), one, turned);
  const phaseI = v128.bitselect(f64x2.div(headI, safe), zero, turned);
  put(x, madd(phaseR, norm, headR), madd(phaseI, norm, headI));
  const product = f64x2.mul(norm, f64x2.add(norm, head));
  const scale = f64x2.div(one, v128.bitselect(product, one, there));
  put(out, v128.and(scale, there), norm);
  put(out + 32, v128.bitselect(phaseR, f64x2.splat(-1), there), v128.and(phaseI, there));
}
