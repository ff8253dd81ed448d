import { at } from "./vector";

/** Field `place` of a description, which is float64 values in a row, as a whole number. */
// @ts-ignore: decorator
@inline
export function whole(description: usize, place: i32): i32 {
  return <i32>load<f64>(at(description, place));
}

/** The same for an address, which may be beyond 2^31. */
// @ts-ignore: decorator
@inline
export function address(description: usize, place: i32): usize {
  return <usize>(<u32>load<f64>(at(description, place)));
}
