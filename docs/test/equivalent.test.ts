import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, test, vi } from "vitest";
import { commandOf } from "../src/playground/command.js";
import { programOf } from "../src/playground/program.js";
import type { Opened } from "../src/playground/protocol.js";
import { defaults, type Settings } from "../src/playground/settings.js";

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));
// Inside the checkout, so that programs find the packages by name.
const folder = mkdtempSync(join(at("."), ".program-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const file = (name: string) => `${at("../../fixtures/data")}/${name}.npz`;
const [a, b] = [file("net-a-100"), file("net-b-100")];
const layers = [
  { name: "conv3", shape: [500, 12, 4, 4], dtype: "<f2" },
  { name: "fc1", shape: [500, 32], dtype: "<f2" },
];
const opened: Opened = {
  networks: [a, b].map((name) => ({ name, single: false, layers })),
  labels: [],
  problems: [],
};
const pair: Settings = { ...defaults, a, b, x: "fc1", y: "fc1", layout: "NCHW" };
const classes: Partial<Settings> = {
  question: "classes",
  labels: `${at("../../fixtures/data")}/labels.npy`,
};
const study: Partial<Settings> = { layers: ["conv3", "fc1"] };

/** What a program prints, number by number. */
async function printedBy(program: string, name: string): Promise<number[]> {
  const path = join(folder, `${name}.ts`);
  writeFileSync(path, program);
  const log = vi.spyOn(console, "log").mockImplementation(() => {});
  try {
    await import(path);
    const values = log.mock.calls.map((words) => words.at(-1));
    return values.flat(3).map(Number);
  } finally {
    log.mockRestore();
  }
}

/** The numbers of the document that a command prints. */
function printedByCommand(command: string): number[] {
  const words = command.split(" ").slice(1);
  const args = [at("../../apps/cli/bin/svcca.js"), ...words, "--format", "json", "--quiet"];
  const found = JSON.parse(execFileSync(process.execPath, args, { encoding: "utf8" }));
  const checkpoints = found.checkpoints?.map((one: { values: number[][] }) => one.values);
  return [checkpoints ?? found.values ?? found.similarity].flat(3);
}

describe("the program and the command that the playground shows", () => {
  test.each<[string, Settings]>([
    ["layers", { ...pair, measure: "pwcca" }],
    ["frequencies", { ...pair, x: "conv3", y: "conv3", spatial: "dft" }],
    ["networks", { ...pair, ...study, question: "networks", truncation: "components", amount: 5 }],
    ["training", { ...pair, question: "training", measure: "cka", spatial: "flatten" }],
    ["training-by-frequency", { ...pair, ...study, question: "training", spatial: "dft" }],
    ["networks-by-frequency", { ...pair, ...study, question: "networks", spatial: "dft" }],
    ["rows", { ...pair, rows: ":-100:2" }],
    ["training-of-rows", { ...pair, ...study, question: "training", rows: "100:" }],
    ["classes-of-rows", { ...pair, ...study, ...classes, rows: "::2" }],
    ["classes", { ...pair, ...study, ...classes, average: "neurons" }],
    ["classes-by-frequency", { ...pair, ...study, ...classes, spatial: "dft" }],
  ])("give the same numbers: %s", async (name, settings) => {
    const wanted = printedByCommand(commandOf(settings, opened));
    const found = await printedBy(programOf(settings, opened), name);
    expect(found.length).toBe(wanted.length);
    found.forEach((value, i) => {
      // The program computes with the reference backend, the command with WebAssembly.
      expect(Math.abs(value - wanted[i]!)).toBeLessThan(1e-9);
    });
  });
});
