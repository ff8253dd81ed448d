import type { colorsFor } from "../../output/colors.js";
import type { Examples } from "./examples.js";
import type { Study } from "./study.js";

const BAR = 24;

/** What the demo found, for a person. Sentences are printed only where the numbers bear them. */
export function demoText(
  { accuracy }: Examples,
  found: Study,
  { bold, cyan, dim }: ReturnType<typeof colorsFor>,
): string {
  const { layers, checkpoints, between, noise, dynamics, batchNorm } = found;
  const wide = Math.max(...layers.map((name) => name.length), "layer".length);
  const name = (text: string) => `  ${text.padEnd(wide)}`;
  const number = (value: number) => value.toFixed(2).padStart(6);
  const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
  const bar = (value: number) => {
    const full = Math.round(value * BAR);
    return `${cyan("█".repeat(full))}${dim("·".repeat(BAR - full))}`;
  };
  const own = layers.map((_, i) => dynamics.map((values) => values[i]![i]!));
  return [
    "Two small convolutional networks, a and b, learned from different seeds to tell ten drawn",
    `shapes apart. They get ${percent(accuracy.a)} and ${percent(accuracy.b)} of new images right. 500 new images went through both.`,
    "",
    bold("Did a and b learn the same?"),
    "SVCCA similarity of each layer of a with the same layer of b (99 % of the variance, averaged",
    "over positions), and what unrelated layers of these sizes would show by chance:",
    "",
    `${name("layer")}  similarity${" ".repeat(BAR + 2)}by chance`,
    ...layers.map(
      (layer, i) =>
        `${name(layer)}  ${number(between[i]![i]!)}  ${bar(between[i]![i]!)}      ${number(noise[i]!)}`,
    ),
    "",
    bold("When does each layer of a become what it will be?"),
    "SVCCA similarity of each layer at a checkpoint with itself after training:",
    "",
    `${name("layer")}  ${checkpoints.map((at) => `${at} %`.padStart(7)).join("")}`,
    ...layers.map((layer, i) => `${name(layer)}  ${own[i]!.map((v) => ` ${number(v)}`).join("")}`),
    "",
    ...bottomUp(found, own),
    bold("Batch norm is an affine map of its input, so all that CCA can see stays the same:"),
    ...batchNorm.map(
      ({ layer, input, least }) =>
        `  ${layer} with its input ${input}, each position a datapoint: every correlation within ${(1 - least).toExponential(0)} of 1`,
    ),
    "",
    bold("Where do the classes come apart?"),
    "SVCCA similarity of each layer of a with the ten classes, least and most known of them:",
    "",
    ...layers.map((layer, i) => {
      const known = found.classes.values[i]!;
      return `${name(layer)}  ${number(Math.min(...known))} to ${Math.max(...known).toFixed(2)}`;
    }),
    "",
  ].join("\n");
}

/** The sentence about bottom-up convergence, if the layers with weights show it. */
function bottomUp({ layers, checkpoints }: Study, own: number[][]): string[] {
  const weighted = layers.filter((name) => /^(conv|fc)/.test(name));
  const at = checkpoints.findIndex((percent) => percent > 0);
  const early = weighted.map((name) => own[layers.indexOf(name)]![at]!);
  if (!early.every((value, i) => i === 0 || value < early[i - 1]!)) return [];
  const logits = own[layers.indexOf("logits")]?.[at];
  const exception =
    logits !== undefined && logits > early.at(-1)!
      ? ` The logits are an exception, at ${logits.toFixed(2)}.`
      : "";
  return [
    `Bottom-up: after ${checkpoints[at]} % of the training, ${weighted.map((name, i) => `${name} is at ${early[i]!.toFixed(2)}`).join(", ")}.${exception}`,
    "",
  ];
}
