import type { MeasureName } from "@svcca/core";
import { measureTitle } from "@svcca/viz";
import { matrixTable, quoted } from "../../output/table.js";
import type { Rendering } from "../../study/print.js";

/** The JSON document of `svcca dynamics`. */
export interface DynamicsDocument {
  readonly measure: MeasureName;
  readonly layers: readonly string[];
  readonly columns: readonly string[];
  readonly checkpoints: readonly { readonly name: string; readonly values: number[][] }[];
  readonly warnings: readonly { readonly message: string }[];
}

/** The study as text, tables and the figure of the paper. */
export function dynamicsRendering(document: DynamicsDocument, datapoints: number): Rendering {
  const { layers, columns, checkpoints, measure } = document;
  const title = `${measureTitle(measure)} similarity`;
  const names = checkpoints.map(({ name }) => name);
  return {
    document,
    csv: () =>
      [
        `checkpoint,layer,column,similarity\n`,
        ...checkpoints.flatMap(({ name, values }) =>
          values.flatMap((row, i) =>
            row.map(
              (value, j) =>
                `${quoted(name)},${quoted(layers[i]!)},${quoted(columns[j]!)},${value}\n`,
            ),
          ),
        ),
      ].join(""),
    text() {
      if (columns.join() !== layers.join()) {
        return checkpoints
          .map(
            ({ name, values }) =>
              `${title} of ${name} with the network after training\n\n${matrixTable(layers, columns, values)}`,
          )
          .join("\n");
      }
      const rows = layers.map((_, i) => checkpoints.map(({ values }) => values[i]![i]!));
      return `${title} of each layer at a checkpoint with itself after training\n\n${matrixTable(layers, names, rows)}`;
    },
    async svg() {
      const { heatMapGrid } = await import("@svcca/viz");
      return heatMapGrid({
        title: "Learning dynamics",
        subtitle: `${title}, ${datapoints} datapoints`,
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
