import {
  type Activations,
  classIndicators,
  comparePairs,
  comparePairsByFrequency,
  type Pair,
  type Similarity,
} from "@svcca/core";
import { type ArraySource, SvccaError } from "@svcca/linalg";
import { choiceOf, frequencyChoiceOf } from "../choice.js";
import type { ClassesDocument, DynamicsDocument, GridDocument } from "../protocol.js";
import type { Settings } from "../settings.js";
import { checkpointsOf, layersOf, networkOf } from "../targets.js";
import { layer, opened, readLabels } from "./networks.js";
import { assertRoom } from "./room.js";
import type { BackendCall } from "./worker.js";

interface Study {
  readonly names: readonly string[];
  readonly sources: readonly ArraySource[];
}

/** An array of a file, and not what stands for a class. */
const isSource = (one: Activations): one is ArraySource => "shape" in one;

/** The layers of a network that the settings name. */
function studyOf(settings: Settings, name: string): Study {
  const network = networkOf(opened([]), name);
  if (!network) throw new SvccaError("not-found", `${name}: no such network; choose another`, {});
  const names = layersOf(settings, network);
  return { names, sources: names.map((one) => layer(name, one, settings)) };
}

/** Every layer of `a` against every layer of `b`. */
export async function compareGrid(settings: Settings, call: BackendCall): Promise<GridDocument> {
  const [a, b] = [studyOf(settings, settings.a), studyOf(settings, settings.b)];
  const { values, facts } = await compareAll(settings, a.sources, b.sources, call);
  return { ...facts, command: "grid", rows: a.names, columns: b.names, values };
}

/** Every layer at each checkpoint against every layer at the last. */
export async function compareDynamics(
  settings: Settings,
  call: BackendCall,
): Promise<DynamicsDocument> {
  const { networks } = opened([]);
  const names = checkpointsOf(settings, { networks, labels: [], problems: [] });
  const studies = names.map((name) => studyOf(settings, name));
  const [first, last] = [studies[0], studies.at(-1)];
  if (!first || !last || studies.length < 2) {
    throw new SvccaError("invalid-argument", `${names.length} checkpoints; give two or more`, {});
  }
  studies.forEach((study, t) => {
    if (study.names.join("\n") === first.names.join("\n")) return;
    throw new SvccaError(
      "shape-mismatch",
      `${names[t]}: layers ${study.names.join(", ")}, where ${names[0]} has ${first.names.join(", ")}; choose checkpoints of one network, or layers that all of them have`,
      {},
    );
  });
  const rows = studies.flatMap(({ sources }) => sources);
  const { values, facts } = await compareAll(settings, rows, last.sources, call);
  const depth = first.names.length;
  return {
    ...facts,
    command: "dynamics",
    layers: first.names,
    columns: last.names,
    checkpoints: names.map((name, t) => ({
      name,
      values: values.slice(t * depth, (t + 1) * depth),
    })),
  };
}

/** Every layer of `a` against what stands for each class: 1 at its datapoints, 0 at the others. */
export async function compareClasses(
  settings: Settings,
  call: BackendCall,
): Promise<ClassesDocument> {
  const { names, sources } = studyOf(settings, settings.a);
  const { classes, indicators } = classIndicators(await readLabels(settings));
  const { values, facts } = await compareAll(settings, sources, indicators, call);
  return { ...facts, command: "classes", layers: names, classes: classes.map(String), values };
}

async function compareAll(
  settings: Settings,
  rows: readonly ArraySource[],
  columns: readonly Activations[],
  { backend, signal, onProgress }: BackendCall,
) {
  // Layers that are rows and columns are decomposed once.
  assertRoom([...rows, ...columns].filter(isSource), settings);
  const layers = [...new Set<Activations>([...rows, ...columns])];
  const place = (one: Activations) => layers.indexOf(one);
  const pairs = rows.flatMap((row) => columns.map((column): Pair => [place(row), place(column)]));
  const dft = settings.spatial === "dft";
  const options = dft ? frequencyChoiceOf(settings) : choiceOf(settings);
  const results: AsyncGenerator<Similarity> = dft
    ? comparePairsByFrequency(layers, pairs, { ...frequencyChoiceOf(settings), backend, signal })
    : comparePairs(layers, pairs, {
        ...choiceOf(settings),
        backend,
        signal,
        onDecomposed: (done, total) => onProgress({ done, total, unit: "layers" }),
      });
  const found: Similarity[] = [];
  for await (const result of results) {
    signal.throwIfAborted();
    found.push(result);
    onProgress({ done: found.length, total: pairs.length, unit: "pairs" });
  }
  const warnings = found.flatMap((result) => result.warnings);
  return {
    values: rows.map((_, i) =>
      found.slice(i * columns.length, (i + 1) * columns.length).map((one) => one.similarity),
    ),
    facts: {
      schemaVersion: 1 as const,
      measure: settings.measure,
      options,
      backend: backend.name,
      warnings: [...new Map(warnings.map((one) => [one.message, one])).values()],
      inputs: layers
        .filter(isSource)
        .map(({ name, shape, dtype }) => ({ file: name, shape, dtype })),
    },
  };
}
