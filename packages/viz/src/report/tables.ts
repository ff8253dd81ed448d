import type { Values } from "../check.js";
import { fixed } from "../number.js";
import { escapeXml } from "../svg.js";
import { oneLine } from "../text/fit.js";
import type { Input, ReportDocument, Training } from "./document.js";
import { bdi, tag } from "./html.js";
import { pairsLabel, valueLabel } from "./words.js";

const decimals = 4;
// Columns of an upright page at a size that can still be read.
const mostOnPaper = 22;

function cell(value: number | null): string {
  return value === null
    ? '<td><span aria-label="no value">–</span></td>'
    : `<td>${fixed(value, decimals)}</td>`;
}

/** A table that scrolls on its own where it is wider than the page, also by keyboard. */
function scrolling(
  caption: string,
  head: readonly string[],
  body: string,
  kind?: "names" | "matrix",
): string {
  const names = head.map((name) => tag("th", { scope: "col" }, name));
  const wide = head.length > mostOnPaper;
  const table = tag(
    "div",
    {
      class: wide ? "scroll wide" : "scroll",
      tabindex: "0",
      role: "group",
      "aria-label": caption,
    },
    tag(
      "table",
      { class: kind },
      tag("caption", {}, escapeXml(caption)),
      tag("thead", {}, tag("tr", {}, ...names)),
      tag("tbody", {}, body),
    ),
  );
  const note = `${caption}: ${head.length - 1} columns do not fit on paper. The page and its downloads have them.`;
  return wide ? table + tag("p", { class: "paper" }, escapeXml(note)) : table;
}

function matrix(
  caption: string,
  corner: string,
  rows: readonly string[],
  columns: readonly string[],
  values: readonly Values[],
): string {
  const body = rows.map((name, row) =>
    tag("tr", {}, tag("th", { scope: "row" }, bdi(name)), ...Array.from(values[row]!, cell)),
  );
  return scrolling(caption, [corner, ...columns.map(bdi)], body.join(""), "matrix");
}

/** The numbers of a result as tables, rounded to four decimals. */
export function tablesOf(found: ReportDocument): string {
  const label = valueLabel(found);
  switch (found.command) {
    case "compare": {
      const { coefficients = [] } = found;
      if (coefficients.length === 0) return "";
      const rows = coefficients.map((value, index) =>
        tag("tr", {}, tag("th", { scope: "row" }, String(index + 1)), cell(value)),
      );
      return scrolling("Coefficients by direction", ["direction", "coefficient"], rows.join(""));
    }
    case "grid":
      return matrix(label, "layer", found.rows, found.columns, found.values);
    case "dynamics": {
      const of = ({ checkpoints, layers, columns }: Training, before: string) =>
        checkpoints
          .map(({ name, values }) =>
            matrix(`${before}${label} at ${oneLine(name)}`, "layer", layers, columns, values),
          )
          .join("");
      const { networks } = found;
      return networks
        ? networks.map((one) => of(one, `${oneLine(one.name)}: `)).join("")
        : of(found, "");
    }
    case "align": {
      const { x, y, coefficients } = found;
      const neuron = (places: readonly number[], row: number) =>
        tag("td", {}, String(places[row] ?? "–"));
      const rows = x.directions.map((_, row) =>
        tag(
          "tr",
          {},
          tag("th", { scope: "row" }, String(row + 1)),
          cell(coefficients[row]!),
          neuron(x.neurons, row),
          neuron(y.neurons, row),
        ),
      );
      return scrolling(
        "Aligned directions, and the most active neurons",
        ["direction", "coefficient", "neuron of x", "neuron of y"],
        rows.join(""),
      );
    }
    case "groups": {
      const { comparisons, layers } = found;
      const names = comparisons.map(({ groups }) => pairsLabel(groups));
      const means = comparisons.map(({ mean }) => mean);
      const spreads = comparisons.map(({ spread }) => spread);
      return (
        matrix(`${label}, mean over the pairs`, "pairs", names, layers, means) +
        matrix("Standard deviation over the pairs", "pairs", names, layers, spreads)
      );
    }
    case "classes":
      return matrix(label, "layer", found.layers, found.classes, found.values);
  }
}

/** The files that a result was computed from. */
export function inputsTable(inputs: readonly Input[]): string {
  const rows = inputs.map(({ file, array, shape, dtype, sha256 }) => {
    const facts = [file, array ?? "", shape?.join(" x ") ?? "", dtype ?? "", sha256 ?? ""];
    return tag("tr", {}, ...facts.map((fact) => tag("td", { class: "text" }, bdi(fact))));
  });
  return scrolling(
    "Inputs",
    ["file", "array", "shape", "dtype", "SHA-256"],
    rows.join(""),
    "names",
  );
}
