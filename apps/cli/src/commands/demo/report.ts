import { basename } from "node:path";
import { version } from "../../version.js";
import { type Examples, networkFile } from "./examples.js";
import type { Study } from "./study.js";

/** What the demo found as the JSON documents that svcca grid, dynamics and classes write. */
export function demoDocuments({ folder }: Examples, found: Study): object[] {
  const { layers, checkpoints, between, dynamics, classes, backend } = found;
  const file = (net: "a" | "b", percent: number) => basename(networkFile(folder, net, percent));
  const document = (command: string, files: readonly string[]) => ({
    schemaVersion: 1,
    command,
    measure: "svcca",
    options: { truncate: { variance: 0.99 }, spatial: "average", layout: "NCHW", average: "kept" },
    backend,
    warnings: [],
    inputs: files.map((name) => ({ file: name })),
    version,
  });
  return [
    {
      ...document(
        "dynamics",
        checkpoints.map((percent) => file("a", percent)),
      ),
      layers,
      columns: layers,
      checkpoints: dynamics.map((values, t) => ({ name: `${checkpoints[t]} %`, values })),
    },
    {
      ...document("grid", [file("a", 100), file("b", 100)]),
      rows: layers,
      columns: layers,
      values: between,
    },
    {
      ...document("classes", [file("a", 100)]),
      layers,
      classes: classes.classes.map(String),
      values: classes.values,
    },
  ];
}
