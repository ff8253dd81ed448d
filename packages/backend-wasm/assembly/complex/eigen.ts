import { address, whole } from "../description";
import { implicitQl } from "../ql";
import { at } from "../vector";
import { pairTridiagonal, pairVectors } from "./tridiagonal";

/**
 * Two Hermitian matrices of n rows. `pair` is (matrices, eigenvalues of the first and of the second,
 * what is beside the diagonal, scales and phases of reflections, scratch, eigenvectors of the
 * tridiagonal matrices as rows of `stride` values, order, count, vectors).
 */
export function pairEigen(pair: usize, n: i32, stride: i32): void {
  const d = address(pair, 1);
  const e = address(pair, 2);
  const z = address(pair, 6);
  pairTridiagonal(address(pair, 0), n, d, e, address(pair, 3), address(pair, 4), address(pair, 5));
  memory.fill(z, 0, (<usize>(2 * n * stride)) << 3);
  for (let lane = 0; lane < 2; lane++) {
    const rows = at(z, lane * n * stride);
    for (let i = 0; i < n; i++) store<f64>(at(rows, i * (stride + 1)), 1);
    implicitQl(n, at(d, lane * n), at(e, lane * n), rows, stride, stride);
  }
}

/** Those of their eigenvectors that `order` names. */
export function pairEigenvectors(pair: usize, n: i32, stride: i32): void {
  pairVectors(
    address(pair, 0),
    n,
    address(pair, 3),
    address(pair, 4),
    address(pair, 6),
    stride,
    address(pair, 7),
    whole(pair, 8),
    address(pair, 9),
  );
}
