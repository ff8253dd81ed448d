import { madd, nmadd } from "../madd";

/**
 * Two complex matrices at once, one in each lane: a value is the real parts of both, then their
 * imaginary parts, 32 bytes. Small matrices have no long rows to make vectors of; two of a size go
 * through the same operations.
 */

/** A square under this has lost bits to the end of the range, next to a matrix of size 1. */
export const NOTHING: f64 = 1e-280;

/** The address of value `i`. */
// @ts-ignore: decorator
@inline
export function value(x: usize, i: i32): usize {
  return x + ((<usize>i) << 5);
}

// @ts-ignore: decorator
@inline
export function re(at: usize): v128 {
  return v128.load(at);
}

// @ts-ignore: decorator
@inline
export function im(at: usize): v128 {
  return v128.load(at, 16);
}

// @ts-ignore: decorator
@inline
export function put(at: usize, r: v128, i: v128): void {
  v128.store(at, r);
  v128.store(at, i, 16);
}

/** Real part of x y + c, given the parts of x and y. */
// @ts-ignore: decorator
@inline
export function timesR(xr: v128, xi: v128, yr: v128, yi: v128, c: v128): v128 {
  return nmadd(xi, yi, madd(xr, yr, c));
}

/** Imaginary part of x y + c. */
// @ts-ignore: decorator
@inline
export function timesI(xr: v128, xi: v128, yr: v128, yi: v128, c: v128): v128 {
  return madd(xi, yr, madd(xr, yi, c));
}

/** Real part of conj(x) y + c. */
// @ts-ignore: decorator
@inline
export function adjointR(xr: v128, xi: v128, yr: v128, yi: v128, c: v128): v128 {
  return madd(xi, yi, madd(xr, yr, c));
}

/** Imaginary part of conj(x) y + c. */
// @ts-ignore: decorator
@inline
export function adjointI(xr: v128, xi: v128, yr: v128, yi: v128, c: v128): v128 {
  return nmadd(xi, yr, madd(xr, yi, c));
}
