import type { Result } from "./protocol.js";

/** A cell of a table, in quotes where it holds what tables are made of. */
const cell = (text: string) => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** The numbers of a result in full precision, in the form in which the command writes them. */
export function csvOf(result: Result): string {
  const lines = linesOf(result).map((cells) => cells.map(String).map(cell).join(","));
  return `${lines.join("\n")}\n`;
}

function linesOf(result: Result): (string | number)[][] {
  switch (result.command) {
    case "compare":
      if (result.coefficients.length === 0) return [["similarity"], [result.similarity]];
      return [
        ["direction", "coefficient"],
        ...result.coefficients.map((value, i) => [i + 1, value]),
      ];
    case "grid":
      return [
        ["layer", ...result.columns],
        ...result.values.map((row, i) => [result.rows[i]!, ...row]),
      ];
    case "classes":
      return [
        ["layer", ...result.classes],
        ...result.values.map((row, i) => [result.layers[i]!, ...row]),
      ];
    case "dynamics":
      return [
        ["checkpoint", "layer", "column", "similarity"],
        ...result.checkpoints.flatMap(({ name, values }) =>
          values.flatMap((row, i) =>
            row.map((value, j) => [name, result.layers[i]!, result.columns[j]!, value]),
          ),
        ),
      ];
  }
}
