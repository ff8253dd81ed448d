import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, expect, test } from "vitest";
import { svccaIn } from "./run.js";

const folder = mkdtempSync(join(tmpdir(), "svcca-demo-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("the demo shows two networks, bottom-up convergence and batch norm, and writes figures", () => {
  const { status, stdout, stderr } = svccaIn(folder, "demo");
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  // Similarity well over chance for every layer, and not 1: they are different networks.
  const layers = [...stdout.matchAll(/^ {2}(\w+) +(\d\.\d\d) {2}█+·+ +(\d\.\d\d)$/gm)];
  expect(layers.map(([, name]) => name).join(" ")).toBe(
    "conv1 bn1 conv2 bn2 conv3 bn3 pool fc1 logits",
  );
  for (const [, , similarity, noise] of layers) {
    expect(Number(similarity)).toBeGreaterThan(2 * Number(noise));
    expect(Number(similarity)).toBeLessThan(0.9);
  }
  expect(stdout).toMatch(/Bottom-up: after 35 % of the training, conv1 .*conv2 .*conv3 .*fc1/);
  expect(stdout).toMatch(/The logits are an exception, at 0\.\d\d\.\n/);
  // Each layer comes closer to its final self, and ends there.
  for (const [, row] of stdout.matchAll(/^ {2}\w+ {3,}((?: +\d\.\d\d){4})$/gm)) {
    const values = row!.trim().split(/ +/).map(Number);
    expect(values).toEqual([...values].sort((x, y) => x - y));
    expect(values.at(-1)).toBe(1);
  }
  expect([...stdout.matchAll(/every correlation within \de-[789] of 1/g)].length).toBe(3);

  const files = readdirSync(join(folder, "svcca-demo")).sort();
  const figures = files.filter((file) => file !== "report.html");
  expect(figures).toEqual(
    ["classes", "coefficients", "convergence", "dynamics", "features", "similarity"].flatMap(
      (n) => [`${n}.png`, `${n}.svg`],
    ),
  );
  // The picture of the README, but for the last digits of its numbers.
  const picture = (path: string) =>
    readFileSync(path, "utf8").replace(/\d+\.\d+/g, (number) => Number(number).toFixed(4));
  const shown = fileURLToPath(new URL("../../../docs/figures/similarity.svg", import.meta.url));
  expect(picture(join(folder, "svcca-demo", "similarity.svg"))).toBe(picture(shown));
  const page = readFileSync(join(folder, "svcca-demo", "report.html"), "utf8");
  expect(page).toMatch(/^<!doctype html>/i);
  // "All of them on one page": a figure for each of the six.
  for (const title of [
    ...["Every layer at each checkpoint", "How early each layer", "Layer by layer"],
    ...["Classes through depth", "Correlations of fc1", "Aligned directions of fc1"],
  ]) {
    expect(page).toContain(title);
  }
  // The classes are known better at the end than at the start.
  const known = [...stdout.matchAll(/^ {2}\w+ +(\d\.\d\d) to (\d\.\d\d)$/gm)];
  expect(known.length).toBe(9);
  expect(Number(known.at(-1)![1])).toBeGreaterThan(Number(known[0]![1]));
  for (const file of figures) {
    const start = readFileSync(join(folder, "svcca-demo", file))
      .subarray(0, 4)
      .toString("latin1");
    expect(start).toBe(file.endsWith("svg") ? "<svg" : "\u0089PNG");
  }
  // A second run does not overwrite.
  expect(svccaIn(folder, "demo")).toMatchObject({ status: 1, stdout: "" });
});

test("a file in the place of its folder is one line, before anything is computed", () => {
  const file = join(folder, "file");
  writeFileSync(file, "");
  expect(svccaIn(folder, "demo", "-o", "file")).toMatchObject({
    status: 1,
    stdout: "",
    stderr: "svcca: file: a file; give --output the name of a folder\n",
  });
});
