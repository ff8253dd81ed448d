import { matrixTable, quoted } from "../../output/table.js";
import type { Rendering, StudyWords } from "../../study/print.js";

/** One network over its training. */
interface Training {
  readonly layers: readonly string[];
  readonly columns: readonly string[];
  readonly checkpoints: readonly { readonly name: string; readonly values: number[][] }[];
}

/** The JSON document of `svcca dynamics`: of one network, and beside it `networks` of several. */
export interface DynamicsDocument extends Training {
  readonly networks?: readonly (Training & { readonly name: string })[];
  readonly warnings: readonly { readonly message: string }[];
}

/** The study as text, tables and the figure of the paper. */
export function dynamicsRendering(
  document: DynamicsDocument,
  { title, how, chance }: StudyWords,
): Rendering {
  const { layers, columns, checkpoints, networks } = document;
  return {
    document,
    csv() {
      const header = "checkpoint,layer,column,similarity\n";
      if (!networks) return header + csvOf(document);
      return `network,${header}${networks.map((one) => csvOf(one, `${quoted(one.name)},`)).join("")}`;
    },
    text() {
      const tables = networks
        ? networks.map((one) => `${one.name}: ${textOf(one, title)}`).join("\n")
        : textOf(document, title);
      return `${tables}\n${chance}\n`;
    },
    async svg() {
      const { dynamicsGrid, heatMapGrid } = await import("@svcca/viz");
      if (networks) {
        return dynamicsGrid({
          title: "Learning dynamics",
          subtitle: how,
          networks: networks.map((one) => ({ ...one, title: one.name })),
          valueLabel: title,
        });
      }
      return heatMapGrid({
        title: "Learning dynamics",
        subtitle: how,
        panels: checkpoints.map(({ name, values }) => ({ title: name, values })),
        rows: layers,
        columns,
        rowTitle: "layers at the checkpoint",
        columnTitle: "layers after training",
        valueLabel: title,
      });
    },
  };
}

function csvOf({ layers, columns, checkpoints }: Training, before = ""): string {
  const lines = checkpoints.flatMap(({ name, values }) =>
    values.flatMap((row, i) =>
      row.map(
        (value, j) =>
          `${before}${quoted(name)},${quoted(layers[i]!)},${quoted(columns[j]!)},${value}\n`,
      ),
    ),
  );
  return lines.join("");
}

function textOf({ layers, columns, checkpoints }: Training, title: string): string {
  if (columns.join() !== layers.join()) {
    return checkpoints
      .map(
        ({ name, values }) =>
          `${title} of ${name} with the network after training\n\n${matrixTable(layers, columns, values)}`,
      )
      .join("\n");
  }
  const names = checkpoints.map(({ name }) => name);
  const rows = layers.map((_, i) => checkpoints.map(({ values }) => values[i]![i]!));
  return `${title} of each layer at a checkpoint with itself after training\n\n${matrixTable(layers, names, rows)}`;
}

/** Names without what all of them begin and end with: epoch_1.npz and epoch_20.npz become 1 and 20. */
export function shortNames(names: readonly string[]): string[] {
  if (names.length < 2) return [...names];
  const common = (list: readonly string[]) => {
    let length = 0;
    while (list.every((name) => name[length] !== undefined && name[length] === list[0]![length])) {
      length++;
    }
    return length;
  };
  const digits = (text: string) => /\d*$/.exec(text)![0].length;
  // A number is not cut in two.
  const head = common(names);
  const start = head - digits(names[0]!.slice(0, head));
  const reversed = names.map((name) => [...name].reverse().join(""));
  const tail = common(reversed);
  const end = tail - digits(reversed[0]!.slice(0, tail));
  const short = names.map((name) => name.slice(start, name.length - end));
  return short.every((name) => name.trim() !== "") ? short : [...names];
}
