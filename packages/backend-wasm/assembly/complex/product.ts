import { address, whole } from "../description";
import { multiply } from "../multiply";
import { pack } from "../pack";
import { own } from "../thread";
import { at } from "../vector";

/** Strips of rows that go through the columns together: 256 KB of the second-level cache. */
const ROWS = 32;

/**
 * The complex product op(a) b by four real ones. `task` is (a, b, product, rows, inner, columns,
 * whether a is to be conjugated and transposed): matrices have their real parts first, then their
 * imaginary parts; those of the product are padded to multiples of four rows and columns.
 */
export function complexProduct(task: usize, scratch: usize, bytes: usize, kind: i32): void {
  const a = address(task, 0);
  const b = address(task, 1);
  const out = address(task, 2);
  const rows = whole(task, 3);
  const inner = whole(task, 4);
  const columns = whole(task, 5);
  const adjoint = whole(task, 6);
  const down = (rows + 3) >> 2;
  const across = (columns + 3) >> 2;
  const stride = across << 2;
  const part = down * stride << 2;
  memory.fill(out, 0, (<usize>part) << 4);

  const left = (<usize>(down * inner)) << 5;
  const right = (<usize>(across * inner)) << 5;
  const ar = own(scratch, bytes);
  const ai = ar + left;
  const minus = ai + left;
  const br = minus + left;
  const bi = br + right;
  const along = adjoint ? 0 : 1;
  const aStride = adjoint ? rows : inner;
  const imaginary = at(a, rows * inner);
  pack(a, 0, along, aStride, inner, rows, 0, 1, ar, 0, down);
  pack(imaginary, 0, along, aStride, inner, rows, 0, 1, ai, 0, down);
  pack(imaginary, 0, along, aStride, inner, rows, 0, -1, minus, 0, down);
  pack(b, 0, 0, columns, inner, columns, 0, 1, br, 0, across);
  pack(at(b, inner * columns), 0, 0, columns, inner, columns, 0, 1, bi, 0, across);
  for (let i = 0; i < down; i += ROWS) {
    const end = min(i + ROWS, down);
    multiply(ar, br, inner, out, stride, i, end, 0, across, kind);
    multiply(adjoint ? ai : minus, bi, inner, out, stride, i, end, 0, across, kind);
    multiply(ar, bi, inner, at(out, part), stride, i, end, 0, across, kind);
    multiply(adjoint ? minus : ai, br, inner, at(out, part), stride, i, end, 0, across, kind);
  }
}
