import { basename, sep } from "node:path";
import { version } from "../../version.js";
import { type Examples, networkFile } from "./examples.js";
import type { Study } from "./study.js";

/** What the demo found as the JSON documents that svcca grid, dynamics and classes write. */
export function demoDocuments({ folder }: Examples, found: Study): object[] {
  const { layers, checkpoints, between, dynamics, classes, backend, warnings, labels } = found;
  const file = (net: "a" | "b", percent: number) => basename(networkFile(folder, net, percent));
  const document = (
    command: string,
    files: readonly string[],
    said: Study["warnings"]["between"],
  ) => ({
    schemaVersion: 1,
    command,
    measure: "svcca",
    datapoints: labels.length,
    options: { truncate: { variance: 0.99 }, spatial: "average", layout: "NCHW", average: "kept" },
    backend,
    // By the names that the page has for the files, not the reader's own folders.
    warnings: said.map((one) => ({
      ...one,
      message: one.message.replaceAll(`${folder}${sep}`, ""),
    })),
    inputs: files.map((name) => ({ file: name })),
    version,
  });
  return [
    {
      ...document(
        "dynamics",
        checkpoints.map((percent) => file("a", percent)),
        warnings.dynamics,
      ),
      layers,
      columns: layers,
      checkpoints: dynamics.map((values, t) => ({ name: `${checkpoints[t]} %`, values })),
    },
    {
      ...document("grid", [file("a", 100), file("b", 100)], warnings.between),
      rows: layers,
      columns: layers,
      values: between,
    },
    {
      ...document("classes", [file("a", 100)], warnings.classes),
      layers,
      classes: classes.classes.map(String),
      values: classes.values,
    },
  ];
}
