import { madd } from "./madd";
import { at } from "./vector";

/**
 * Applies a list of `count` rotations (i, j, cosine, sine) to rows of eight values, one after the
 * other from `rows`: row i becomes c x + s y, row j c y - s x. A row that the next rotation
 * goes on with stays in registers.
 *
 * Source: Van Zee, van de Geijn, Quintana-Ortí 2014, Restructuring the tridiagonal and bidiagonal
 * QR algorithms for performance.
 */
export function applyRotations(list: usize, count: i32, rows: usize): void {
  if (count == 0) return;
  const end = at(list, count << 2);
  let current = <i32>load<f64>(list);
  let here = at(rows, current << 3);
  let x0 = v128.load(here);
  let x1 = v128.load(here, 16);
  let x2 = v128.load(here, 32);
  let x3 = v128.load(here, 48);
  for (; list < end; list += 32) {
    const i = <i32>load<f64>(list);
    const j = <i32>load<f64>(list, 8);
    const c = v128.load64_splat(list, 16);
    const s = v128.load64_splat(list, 24);
    if (i != current) {
      v128.store(here, x0);
      v128.store(here, x1, 16);
      v128.store(here, x2, 32);
      v128.store(here, x3, 48);
      here = at(rows, i << 3);
      x0 = v128.load(here);
      x1 = v128.load(here, 16);
      x2 = v128.load(here, 32);
      x3 = v128.load(here, 48);
    }
    const there = at(rows, j << 3);
    const y0 = v128.load(there);
    const y1 = v128.load(there, 16);
    const y2 = v128.load(there, 32);
    const y3 = v128.load(there, 48);
    v128.store(here, madd(c, x0, f64x2.mul(s, y0)));
    v128.store(here, madd(c, x1, f64x2.mul(s, y1)), 16);
    v128.store(here, madd(c, x2, f64x2.mul(s, y2)), 32);
    v128.store(here, madd(c, x3, f64x2.mul(s, y3)), 48);
    x0 = f64x2.sub(f64x2.mul(c, y0), f64x2.mul(s, x0));
    x1 = f64x2.sub(f64x2.mul(c, y1), f64x2.mul(s, x1));
    x2 = f64x2.sub(f64x2.mul(c, y2), f64x2.mul(s, x2));
    x3 = f64x2.sub(f64x2.mul(c, y3), f64x2.mul(s, x3));
    here = there;
    current = j;
  }
  v128.store(here, x0);
  v128.store(here, x1, 16);
  v128.store(here, x2, 32);
  v128.store(here, x3, 48);
}
