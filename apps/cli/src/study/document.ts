import type { Warning } from "@svcca/core";
import { describeComparison } from "../options/comparison.js";
import type { StudyFlags } from "../options/study.js";
import { version } from "../version.js";
import type { Input } from "./inputs.js";
import type { Saved, StudyHeader } from "./journal.js";
import { keptWarnings } from "./kept-warning.js";

/** What the JSON documents of all studies say beside their numbers. */
export function studyDocument(
  command: string,
  flags: StudyFlags,
  backend: string,
  inputs: readonly Input[],
  results: readonly Saved[],
) {
  return {
    schemaVersion: 1,
    command,
    measure: flags.measure,
    datapoints: results[0]!.datapoints,
    options: describeComparison(flags),
    backend,
    warnings: [
      ...distinct(results.flatMap(({ warnings }) => warnings)),
      ...keptWarnings(flags, results),
    ],
    inputs,
    version,
  };
}

/** What a run is started on, for its journal. */
export function studyHeader(
  command: string,
  flags: StudyFlags,
  backend: string,
  inputs: readonly Input[],
  more: object = {},
): StudyHeader {
  const options = { measure: flags.measure, ...describeComparison(flags), ...more };
  return {
    command,
    version,
    backend,
    options,
    inputs: inputs.map(({ file, array, sha256 }) => ({ file: `${file}:${array}`, sha256 })),
  };
}

/** Each warning once, however many pairs it was given for. */
export function distinct(warnings: readonly Warning[]): Warning[] {
  return [...new Map(warnings.map((warning) => [warning.message, warning])).values()];
}

/** A list of `width` columns in rows. */
export function inRows<T>(list: readonly T[], width: number): T[][] {
  return Array.from({ length: list.length / width }, (_, i) =>
    list.slice(i * width, (i + 1) * width),
  );
}
