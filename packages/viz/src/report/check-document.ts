import {
  checkChoice,
  checkGrid,
  checkList,
  checkNames,
  checkNumber,
  checkObject,
  checkText,
  show,
  type Values,
} from "../check.js";
import type {
  AlignDocument,
  CompareDocument,
  GroupsDocument,
  ReportDocument,
  Training,
} from "./document.js";

const where = "htmlReport";
const commands = ["compare", "grid", "dynamics", "classes", "groups", "align"];
// Results nest a few levels; a value that contains itself would never end.
const deepest = 32;

/** Fails on what JSON cannot hold, above all NaN, at any depth. */
function checkPlain(name: string, value: unknown, depth = 0): void {
  if (depth > deepest)
    throw new RangeError(`${where}: ${name} is nested too deeply, give a result`);
  if (typeof value === "number") checkNumber(where, name, value);
  else if (Array.isArray(value)) {
    value.forEach((entry, index) => {
      checkPlain(`${name}[${index}]`, entry, depth + 1);
    });
  } else if (typeof value === "object" && value !== null) {
    for (const [key, entry] of Object.entries(value)) {
      if (entry !== undefined) checkPlain(`${name}.${key.slice(0, 40)}`, entry, depth + 1);
    }
  } else if (typeof value !== "string" && typeof value !== "boolean" && value !== null) {
    throw new TypeError(`${where}: ${name} is ${show(value)}, give what JSON can hold`);
  }
}

/** Runs `check` on each entry of an optional list. */
function checkEach(
  name: string,
  list: unknown,
  parts: string,
  check: (at: string, entry: Readonly<Record<string, unknown>>) => void,
): void {
  if (list === undefined) return;
  if (!Array.isArray(list))
    throw new TypeError(`${where}: ${name} is ${show(list)}, give an array`);
  list.forEach((entry: Readonly<Record<string, unknown>>, index) => {
    checkObject(where, `${name}[${index}]`, entry, parts);
    check(`${name}[${index}]`, entry);
  });
}

function checkHeader(name: string, found: Readonly<Record<string, unknown>>): void {
  if (found.schemaVersion !== 1) {
    throw new RangeError(
      `${where}: ${name}.schemaVersion is ${show(found.schemaVersion)}, this version reads 1: give a result of a matching version of svcca`,
    );
  }
  checkChoice(where, `${name}.command`, found.command, commands);
  checkText(where, `${name}.measure`, found.measure);
  for (const key of ["backend", "version"]) {
    if (found[key] !== undefined) checkText(where, `${name}.${key}`, found[key]);
  }
  if (found.datapoints !== undefined) checkNumber(where, `${name}.datapoints`, found.datapoints);
  for (const key of ["options", "significance"]) {
    if (found[key] !== undefined) checkObject(where, `${name}.${key}`, found[key], "settings");
  }
  checkEach(`${name}.warnings`, found.warnings, "code and message", (at, warning) => {
    checkText(where, `${at}.code`, warning.code);
    checkText(where, `${at}.message`, warning.message);
  });
  checkEach(`${name}.inputs`, found.inputs, "file, array, shape and dtype", (at, input) => {
    checkText(where, `${at}.file`, input.file);
    for (const key of ["array", "dtype", "sha256"]) {
      if ((input[key] ?? null) !== null) checkText(where, `${at}.${key}`, input[key]);
    }
    if (input.shape !== undefined) checkList(where, `${at}.shape`, input.shape);
  });
}

function checkCompare(name: string, found: CompareDocument): void {
  checkNumber(where, `${name}.similarity`, found.similarity);
  const { coefficients = [], frequencies } = found;
  if (coefficients.length > 0 || !Array.isArray(coefficients)) {
    checkList(where, `${name}.coefficients`, coefficients);
  }
  coefficients.forEach((value, index) => {
    checkNumber(where, `${name}.coefficients[${index}]`, value);
  });
  for (const key of ["kept", "neurons"] as const) {
    if (found[key] === undefined) continue;
    checkObject(where, `${name}.${key}`, found[key], "x and y");
    checkNumber(where, `${name}.${key}.x`, found[key].x);
    checkNumber(where, `${name}.${key}.y`, found[key].y);
  }
  if (frequencies === undefined) return;
  const parts = "height, width and similarity";
  checkObject(where, `${name}.frequencies`, frequencies, parts);
  const { height, width, similarity } = frequencies;
  checkNumber(where, `${name}.frequencies.height`, height, 1);
  checkNumber(where, `${name}.frequencies.width`, width, 1);
  checkGrid(where, `${name}.frequencies.similarity`, similarity, height, width);
}

function checkTraining(name: string, { layers, columns, checkpoints }: Training): void {
  checkNames(where, `${name}.layers`, layers);
  checkNames(where, `${name}.columns`, columns);
  checkList(where, `${name}.checkpoints`, checkpoints);
  checkEach(`${name}.checkpoints`, checkpoints, "name and values", (at, checkpoint) => {
    checkText(where, `${at}.name`, checkpoint.name);
  });
  checkpoints.forEach(({ values }, index) => {
    const at = `${name}.checkpoints[${index}].values`;
    checkGrid(where, at, values, layers.length, columns.length);
  });
}

function checkGroups(name: string, { layers, groups, comparisons }: GroupsDocument): void {
  checkNames(where, `${name}.layers`, layers);
  checkList(where, `${name}.groups`, groups);
  checkEach(`${name}.groups`, groups, "name and networks", (at, group) => {
    checkText(where, `${at}.name`, group.name);
    checkNames(where, `${at}.networks`, group.networks);
  });
  checkList(where, `${name}.comparisons`, comparisons);
  const parts = "groups, pairs, values, mean and spread";
  checkEach(`${name}.comparisons`, comparisons, parts, (at, comparison) => {
    const {
      groups: both,
      pairs,
      values,
      mean,
      spread,
    } = comparison as unknown as GroupsDocument["comparisons"][number];
    checkNames(where, `${at}.groups`, both);
    checkList(where, `${at}.pairs`, pairs);
    pairs.forEach((pair, index) => {
      checkNames(where, `${at}.pairs[${index}]`, pair);
    });
    checkGrid(where, `${at}.values`, values, pairs.length, layers.length);
    checkGrid(where, `${at}.mean`, [mean], 1, layers.length);
    checkGrid(where, `${at}.spread`, [spread], 1, layers.length);
  });
}

function checkAlign(name: string, { similarity, coefficients, labels, x, y }: AlignDocument): void {
  checkNumber(where, `${name}.similarity`, similarity);
  checkList(where, `${name}.labels`, labels);
  labels.forEach((label, index) => {
    checkNumber(where, `${name}.labels[${index}]`, label);
  });
  checkObject(where, `${name}.x`, x, "directions, neurons and activations");
  checkList(where, `${name}.x.directions`, x.directions);
  const pairs = x.directions.length;
  for (const [side, layer] of Object.entries({ x, y })) {
    const at = `${name}.${side}`;
    checkObject(where, at, layer, "directions, neurons and activations");
    checkGrid(where, `${at}.directions`, layer.directions, pairs, labels.length);
    checkList(where, `${at}.neurons`, layer.neurons);
    checkGrid(where, `${at}.activations`, layer.activations, layer.neurons.length, labels.length);
  }
  checkGrid(where, `${name}.coefficients`, [coefficients], 1, coefficients?.length);
  if (coefficients.length < pairs) {
    throw new RangeError(
      `${where}: ${name}.coefficients has ${coefficients.length} entries for ${pairs} directions, give one for each`,
    );
  }
}

/** The value as a result, or one line that says what is wrong with it; `name` is for the message. */
export function checkDocument(name: string, value: unknown): ReportDocument {
  checkObject(where, name, value, "schemaVersion, command and results");
  checkPlain(name, value);
  checkHeader(name, value as Readonly<Record<string, unknown>>);
  const found = value as ReportDocument;
  const grid = (key: string, values: readonly Values[], rows: number, columns: number) =>
    checkGrid(where, `${name}.${key}`, values, rows, columns);
  if (found.command === "compare") checkCompare(name, found);
  if (found.command === "grid") {
    checkNames(where, `${name}.rows`, found.rows);
    checkNames(where, `${name}.columns`, found.columns);
    grid("values", found.values, found.rows.length, found.columns.length);
  }
  if (found.command === "dynamics") {
    checkTraining(name, found);
    const { networks } = found;
    if (networks !== undefined) checkList(where, `${name}.networks`, networks);
    checkEach(`${name}.networks`, networks, "name, layers, columns and checkpoints", (at, one) => {
      checkText(where, `${at}.name`, one.name);
      checkTraining(at, one as unknown as Training);
    });
  }
  if (found.command === "groups") checkGroups(name, found);
  if (found.command === "align") checkAlign(name, found);
  if (found.command === "classes") {
    checkNames(where, `${name}.layers`, found.layers);
    checkNames(where, `${name}.classes`, found.classes);
    grid("values", found.values, found.layers.length, found.classes.length);
  }
  return found;
}
