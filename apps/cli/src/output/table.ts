import { printable } from "@svcca/io";

/**
 * Rows of text as aligned columns: the first to the left, the others to the right. Names come from
 * files, so that what a terminal would obey is escaped.
 */
export function table(cells: readonly (readonly string[])[]): string {
  const rows = cells.map((row) => row.map((cell) => printable(cell, Number.POSITIVE_INFINITY)));
  const widths = rows[0]!.map((_, j) => Math.max(...rows.map((row) => (row[j] ?? "").length)));
  return rows
    .map((row) =>
      row
        .map((cell, j) => (j === 0 ? cell.padEnd(widths[j]!) : cell.padStart(widths[j]!)))
        .join("  ")
        .trimEnd(),
    )
    .map((line) => `${line}\n`)
    .join("");
}

/** A matrix of similarities with its names, for people: two digits. */
export function matrixTable(
  rows: readonly string[],
  columns: readonly string[],
  values: readonly (readonly number[])[],
  corner = "",
): string {
  return table([
    [corner, ...columns],
    ...rows.map((name, i) => [name, ...values[i]!.map((value) => value.toFixed(2))]),
  ]);
}

/** The same in full precision, for programs. */
export function matrixCsv(
  rows: readonly string[],
  columns: readonly string[],
  values: readonly (readonly number[])[],
  corner = "layer",
): string {
  const lines = [
    [corner, ...columns].map(quoted),
    ...rows.map((name, i) => [quoted(name), ...values[i]!.map(String)]),
  ];
  return lines.map((line) => `${line.join(",")}\n`).join("");
}

/** A field of a CSV file (RFC 4180). */
export function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
