/** A line for each coefficient, in full precision. */
export function compareCsv(coefficients: Float64Array): string {
  const lines = Array.from(coefficients, (value, i) => `${i + 1},${value}\n`);
  return `direction,coefficient\n${lines.join("")}`;
}
