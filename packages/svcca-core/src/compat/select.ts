import { type Matrix64, matrix } from "@svcca/linalg";

/** The columns of `a` that `chosen` names. */
export function chosenColumns(a: Matrix64, chosen: readonly boolean[]): Matrix64 {
  const places = chosen.flatMap((yes, j) => (yes ? [j] : []));
  const out = matrix(a.rows, places.length);
  for (let i = 0, p = 0; i < a.rows; i++) {
    for (const j of places) out.data[p++] = a.data[i * a.cols + j]!;
  }
  return out;
}

/** `a` with its columns at the places that `chosen` names, and 0 at the others. */
export function spreadColumns(a: Matrix64, chosen: readonly boolean[]): Matrix64 {
  const places = chosen.flatMap((yes, j) => (yes ? [j] : []));
  const out = matrix(a.rows, chosen.length);
  for (let i = 0, p = 0; i < a.rows; i++) {
    for (const j of places) out.data[i * out.cols + j] = a.data[p++]!;
  }
  return out;
}
