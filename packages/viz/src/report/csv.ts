import type { Values } from "../check.js";
import type { ReportDocument } from "./document.js";

type Cell = string | number | null;

/**
 * A field of RFC 4180. Spreadsheets run text that starts with one of = + - @ as a formula: a name
 * from a file gets an apostrophe before it then, which they take as the sign of plain text.
 */
function field(cell: Cell): string {
  if (cell === null) return "";
  if (typeof cell === "number") return String(cell);
  const text = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

const line = (cells: readonly Cell[]) => `${cells.map(field).join(",")}\n`;

function matrix(names: readonly string[], values: readonly Values[], before: readonly Cell[]) {
  return names.map((name, row) => line([...before, name, ...Array.from(values[row]!)])).join("");
}

/** The numbers of a result in full precision, with a first line of names; missing ones are empty. */
export function csvOf(found: ReportDocument): string {
  switch (found.command) {
    case "compare": {
      const { coefficients = [], similarity } = found;
      if (coefficients.length === 0) return line(["similarity"]) + line([similarity]);
      return (
        line(["direction", "coefficient"]) +
        coefficients.map((value, index) => line([index + 1, value])).join("")
      );
    }
    case "grid":
      return line(["layer", ...found.columns]) + matrix(found.rows, found.values, []);
    case "dynamics":
      return (
        line(["checkpoint", "layer", ...found.columns]) +
        found.checkpoints.map(({ name, values }) => matrix(found.layers, values, [name])).join("")
      );
    case "classes":
      return line(["layer", ...found.classes]) + matrix(found.layers, found.values, []);
  }
}
