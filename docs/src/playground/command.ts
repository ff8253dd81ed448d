import { needsOf } from "./fit.js";
import type { Opened } from "./protocol.js";
import { defaults, type Settings } from "./settings.js";
import { checkpointsOf, targetOf } from "./targets.js";

/** A word of a command line, in quotes where a shell would take it apart. */
const word = (text: string) =>
  /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;

function flagsOf(settings: Settings, opened: Opened): string[] {
  const { measure, truncation, amount, average, estimator, spatial, layout, time, rows, device } =
    settings;
  const { images, steps } = needsOf(settings, opened);
  const flags: string[] = [];
  if (measure !== defaults.measure) flags.push("--measure", measure);
  const usual = truncation === defaults.truncation && amount === defaults.amount;
  if (measure === "svcca" && !usual) flags.push(`--${truncation}`, String(amount));
  if (average !== defaults.average && (measure === "svcca" || measure === "cca")) {
    flags.push("--average", average);
  }
  if (measure === "cka" && estimator !== defaults.estimator) flags.push("--estimator", estimator);
  if (images || spatial === "dft") {
    flags.push("--spatial", spatial);
    if (layout !== "") flags.push("--layout", layout);
  }
  if (steps) flags.push("--time", time);
  if (rows !== "") flags.push("--rows", rows);
  if (device === "gpu") flags.push("--backend", "webgpu");
  return flags;
}

/** The command line that gives the same numbers. */
export function commandOf(settings: Settings, opened: Opened): string {
  const { question, a, b, x, y, layers, labels } = settings;
  const only = layers.length > 0 ? ["--layers", layers.join(",")] : [];
  const operands = {
    layers: () => ["compare", targetOf(opened, a, x), targetOf(opened, b, y)],
    networks: () => ["grid", a, b, ...only],
    classes: () => ["classes", a, "--labels", labels, ...only],
    training: () => ["dynamics", ...checkpointsOf(settings, opened), ...only],
  }[question]();
  return ["svcca", ...operands, ...flagsOf(settings, opened)].map(word).join(" ");
}
