// The data of reference.py, to the same bits: every operation here is rounded alike everywhere.
import { uniform } from "@svcca/linalg";

const DX = 8;
const DY = 4;

/** x (n x 8) and y (n x 4) of one of its problems. */
export function make({ exponent, datapoints, dtype }) {
  const next = uniform(1000 * exponent + datapoints);
  const draw = () => next() * 2 - 1;
  const table = (cols) =>
    Array.from({ length: datapoints }, () => Array.from({ length: cols }, draw));
  const signals = table(DX);
  const noise = table(DY);
  const mixed = signals.map((s, i) =>
    noise[i].map((e, j) => s[j] + s[j + DY] * 0.5 + e * (0.25 * (j + 1))),
  );
  return [held(graded(signals, exponent), dtype), held(graded(mixed, exponent), dtype)];
}

/** Columns at 1 to 2 ** -exponent, reflected by I - 2 v v' / v'v for v of ones, and shifted. */
function graded(rows, exponent) {
  const d = rows[0].length;
  return rows.map((row) => {
    const scaled = row.map((value, j) => value * 2 ** -Math.floor((exponent * j) / (d - 1)));
    const total = scaled.reduce((sum, value) => sum + value, 0);
    return scaled.map((value) => value - total * (2 / d) + 0.5);
  });
}

/** As a matrix, of the type in which a program would hand it over. */
function held(rows, dtype) {
  const flat = rows.flat();
  const data =
    dtype === "float64"
      ? Float64Array.from(flat)
      : Float32Array.from(flat, dtype === "float16" ? toFloat16 : undefined);
  return { data, rows: rows.length, cols: rows[0].length };
}

/** Rounded to float16, ties to even; the values here are far from its ends. */
function toFloat16(value) {
  const exponent = Math.max(Math.floor(Math.log2(Math.abs(value))), -14);
  const step = 2 ** (exponent - 10);
  const quotient = value / step;
  const below = Math.floor(quotient);
  const rest = quotient - below;
  const up = rest > 0.5 || (rest === 0.5 && below % 2 !== 0);
  return (below + (up ? 1 : 0)) * step;
}
