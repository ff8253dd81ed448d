import { scaleLinear } from "d3-scale";
import type { Values } from "../check.js";
import { measureTitle } from "../measure-title.js";
import type { Header, Input, ReportDocument } from "./document.js";

const kinds: Readonly<Record<ReportDocument["command"], string>> = {
  compare: "Two layers",
  grid: "Layer by layer",
  dynamics: "Learning dynamics",
  classes: "Classes through depth",
  groups: "Groups of networks",
  align: "Aligned directions",
};

/** What a value of the result is, for instance `"SVCCA similarity"`. */
export function valueLabel({ measure }: Header): string {
  return `${measureTitle(measure)} similarity`;
}

/** The end of a path. */
function baseName(path: string): string {
  return path.split(/[/\\]/).filter(Boolean).at(-1) ?? path;
}

/** An input as people name it: the array, and the file that it is in. */
export function inputName({ file, array }: Input): string {
  return array ? `${array} of ${baseName(file)}` : baseName(file);
}

/** The files of a result, each once. */
export function filesOf({ inputs = [] }: Header): string[] {
  return [...new Set(inputs.map(({ file }) => baseName(file)))];
}

/** A heading for a result: what kind it is, and of what. */
export function headingOf(found: ReportDocument, name: string | undefined): string {
  const kind = kinds[found.command];
  if (name !== undefined) return `${kind}: ${name}`;
  const subjects = subjectsOf(found);
  if (subjects.length === 0) return kind;
  const more = subjects.length > 3 ? ` and ${subjects.length - 2} more` : "";
  return `${kind}: ${more ? subjects.slice(0, 2).join(", ") + more : subjects.join(", ")}`;
}

/** What a result is about: groups or networks by their names, else layers or files. */
function subjectsOf(found: ReportDocument): string[] {
  if (found.command === "groups") return found.groups.map(({ name }) => name);
  if (found.command === "dynamics" && found.networks) {
    return found.networks.map(({ name }) => name);
  }
  const ofLayers = found.command === "compare" || found.command === "align";
  return ofLayers ? (found.inputs ?? []).map(inputName) : filesOf(found);
}

/** Ends of an axis for the values: [0, 1] unless some lie outside, so that figures compare. */
export function domainOf(grids: readonly (readonly Values[])[]): readonly [number, number] {
  let [low, high] = [0, 1];
  for (const value of grids.flat().flatMap((row) => Array.from(row))) {
    if (value === null) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  // Rounding may carry a similarity just past its ends.
  if (low > -1e-6 && high < 1 + 1e-6) return [0, 1];
  const [from, to] = scaleLinear().domain([low, high]).nice().domain();
  return [from!, to!];
}

/** A count with its noun, for instance `"1 layer"`. */
function count(number: number, noun: string, plural = `${noun}s`): string {
  return `${number} ${number === 1 ? noun : plural}`;
}

/** One or two sentences on what the result says. */
export function summaryOf(found: ReportDocument): string {
  const label = valueLabel(found);
  const over =
    found.datapoints === undefined ? "" : ` over ${count(found.datapoints, "datapoint")}`;
  switch (found.command) {
    case "compare": {
      const { similarity, kept, neurons } = found;
      const side = (key: "x" | "y") =>
        `${count(kept![key], "direction")} of ${count(neurons![key], "neuron")}`;
      const counts = kept && neurons ? ` It compares ${side("x")} with ${side("y")}.` : "";
      return `${label} ${Number(similarity.toPrecision(6))}${over}.${counts}`;
    }
    case "align": {
      const { similarity, x } = found;
      return `${label} ${Number(similarity.toPrecision(6))}${over}, along the first ${count(x.directions.length, "aligned direction")}.`;
    }
    case "grid":
      return `${label} of ${count(found.rows.length, "layer")} (rows) to ${count(found.columns.length, "layer")} (columns)${over}.`;
    case "dynamics": {
      const { layers, columns, checkpoints, networks } = found;
      if (networks) {
        return `${label} of the layers of ${count(networks.length, "network")} at their checkpoints to those after training${over}.`;
      }
      return `${label} of ${count(layers.length, "layer")} at ${count(checkpoints.length, "checkpoint")} to ${count(columns.length, "layer")} after training${over}.`;
    }
    case "groups": {
      const { layers, groups, comparisons } = found;
      const sizes = groups.map(
        ({ name, networks }) => `${name} (${count(networks.length, "network")})`,
      );
      const pairs = comparisons.reduce((sum, one) => sum + one.pairs.length, 0);
      return `${label} of ${count(layers.length, "layer")} between the networks of ${sizes.join(" and ")}, in ${count(pairs, "pair")}${over}. Pairs that share a network depend on each other, so the spread says how far pairs lie apart, and is no error of the mean.`;
    }
    case "classes":
      return `${label} of ${count(found.layers.length, "layer")} to ${count(found.classes.length, "class", "classes")}${over}.`;
  }
}

/** What pairs of networks are called: of one group, or of two. */
export function pairsLabel([x, y]: readonly [string, string]): string {
  return x === y ? `within ${x}` : `${x} and ${y}`;
}
