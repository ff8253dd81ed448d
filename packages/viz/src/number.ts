/** Decimals that show about a hundredth of the domain: 2 for [0, 1], 0 for [0, 500]. */
export function decimalsFor(domain: readonly [number, number]): number {
  return Math.max(0, 2 - Math.round(Math.log10(domain[1] - domain[0])));
}

/** Fixed decimals, never "-0.00"; scientific where fixed decimals would run too long. */
export function fixed(value: number, decimals: number): string {
  if (decimals > 7 || Math.abs(value) >= 1e7) return value.toExponential(2);
  const text = value.toFixed(decimals);
  return Number(text) === 0 ? text.replace("-", "") : text;
}

/** Nine significant digits, for the hover text: enough to look a value up in a table. */
export function precise(value: number): string {
  return String(Number(value.toPrecision(9)));
}

/** What follows a value that has a spread; nothing for one that has none. */
export function plusMinus(spread: number | null | undefined): string {
  return (spread ?? null) === null ? "" : ` ± ${precise(spread!)}`;
}

/** Arithmetic mean. */
export function mean(values: ArrayLike<number>): number {
  let result = 0;
  for (let index = 0; index < values.length; index++) {
    // Divided before the difference is taken, which could be too large for a number.
    result += values[index]! / (index + 1) - result / (index + 1);
  }
  return result;
}

/** The last value of a row and its position, or `null` for a row without values. */
export function lastOf(row: ArrayLike<number | null>): { index: number; value: number } | null {
  for (let index = row.length - 1; index >= 0; index--) {
    const value = row[index] ?? null;
    if (value !== null) return { index, value };
  }
  return null;
}
