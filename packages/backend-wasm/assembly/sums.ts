import { load2 } from "./pack";
import { at } from "./vector";

/** Adds differences from the row at `first` to the sums of columns `from` to `to`, eight at a time. */
// @ts-ignore: decorator
@inline
export function sumColumns<T>(
  values: usize,
  rows: i32,
  columns: i32,
  from: i32,
  to: i32,
  first: usize,
  sums: usize,
): void {
  const row = (<usize>columns) * sizeof<T>();
  let j = from;
  for (; j + 8 <= to; j += 8) {
    const f0 = v128.load(at(first, j));
    const f1 = v128.load(at(first, j), 16);
    const f2 = v128.load(at(first, j), 32);
    const f3 = v128.load(at(first, j), 48);
    let s0 = v128.load(at(sums, j));
    let s1 = v128.load(at(sums, j), 16);
    let s2 = v128.load(at(sums, j), 32);
    let s3 = v128.load(at(sums, j), 48);
    let here = values + (<usize>j) * sizeof<T>();
    for (let i = 0; i < rows; i++) {
      s0 = f64x2.add(s0, f64x2.sub(load2<T>(here), f0));
      s1 = f64x2.add(s1, f64x2.sub(load2<T>(here + 2 * sizeof<T>()), f1));
      s2 = f64x2.add(s2, f64x2.sub(load2<T>(here + 4 * sizeof<T>()), f2));
      s3 = f64x2.add(s3, f64x2.sub(load2<T>(here + 6 * sizeof<T>()), f3));
      here += row;
    }
    v128.store(at(sums, j), s0);
    v128.store(at(sums, j), s1, 16);
    v128.store(at(sums, j), s2, 32);
    v128.store(at(sums, j), s3, 48);
  }
  for (; j < to; j++) {
    let sum = load<f64>(at(sums, j));
    let here = values + (<usize>j) * sizeof<T>();
    for (let i = 0; i < rows; i++) {
      sum += <f64>load<T>(here) - load<f64>(at(first, j));
      here += row;
    }
    store<f64>(at(sums, j), sum);
  }
}

/** {@link sumColumns} of absolute values, of which a few digits are enough. */
// @ts-ignore: decorator
@inline
export function sizeColumns<T>(
  values: usize,
  rows: i32,
  columns: i32,
  from: i32,
  to: i32,
  first: usize,
  sizes: usize,
): void {
  const row = (<usize>columns) * sizeof<T>();
  let j = from;
  for (; j + 2 <= to; j += 2) {
    const f = v128.load(at(first, j));
    let sum = v128.load(at(sizes, j));
    let here = values + (<usize>j) * sizeof<T>();
    for (let i = 0; i < rows; i++) {
      sum = f64x2.add(sum, f64x2.abs(f64x2.sub(load2<T>(here), f)));
      here += row;
    }
    v128.store(at(sizes, j), sum);
  }
  for (; j < to; j++) {
    let sum = load<f64>(at(sizes, j));
    let here = values + (<usize>j) * sizeof<T>();
    for (let i = 0; i < rows; i++) {
      sum += Math.abs(<f64>load<T>(here) - load<f64>(at(first, j)));
      here += row;
    }
    store<f64>(at(sizes, j), sum);
  }
}
