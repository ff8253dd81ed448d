import type { Values } from "../check.js";
import type { ReportDocument, Training } from "./document.js";

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
    case "dynamics": {
      const { networks } = found;
      const of = ({ checkpoints, layers }: Training, before: readonly Cell[]) =>
        checkpoints.map(({ name, values }) => matrix(layers, values, [...before, name])).join("");
      if (!networks) return line(["checkpoint", "layer", ...found.columns]) + of(found, []);
      // Networks may have different columns, so each has a line of names of its own.
      return networks
        .map(
          (one) => line(["network", "checkpoint", "layer", ...one.columns]) + of(one, [one.name]),
        )
        .join("");
    }
    case "align": {
      const { labels, x, y } = found;
      const sides = [
        ["x", x],
        ["y", y],
      ] as const;
      const names = sides.flatMap(([side, { directions, neurons }]) => [
        ...directions.map((_, index) => `${side}_direction_${index + 1}`),
        ...neurons.map((neuron) => `${side}_neuron_${neuron}`),
      ]);
      const columns = sides.flatMap(([, { directions, activations }]) => [
        ...directions,
        ...activations,
      ]);
      return (
        line(["label", ...names]) +
        labels.map((label, row) => line([label, ...columns.map((column) => column[row]!)])).join("")
      );
    }
    case "groups":
      return (
        line(["x_group", "y_group", "x_network", "y_network", ...found.layers]) +
        found.comparisons
          .flatMap(({ groups, pairs, values }) =>
            pairs.map((pair, i) => line([...groups, ...pair, ...Array.from(values[i]!)])),
          )
          .join("")
      );
    case "classes":
      return line(["layer", ...found.classes]) + matrix(found.layers, found.values, []);
  }
}
