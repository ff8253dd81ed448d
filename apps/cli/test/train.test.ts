import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath, pathToFileURL } from "node:url";
import { encodeNpy } from "@svcca/io";
import { afterAll, describe, expect, test } from "vitest";
import { bin, svccaIn } from "./run.js";

const folder = mkdtempSync(join(tmpdir(), "svcca-train-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const svcca = (...args: string[]) => svccaIn(folder, ...args);

const small = ["--network", "mlp", "--units", "12,9", "--epochs", "2", "--train", "100"];
const data = ["--test", "60", "--probe", "60", "--batch-size", "20"];

test("train: runs, JSON, and folders that the other commands take; again is done at once", () => {
  const args = ["train", ...small, ...data, "--freeze", "off,linear", "--seeds", "1,2"];
  const first = svcca(...args, "--output", "study", "--format", "json");
  expect(first.stderr).toBe("");
  expect(first.status).toBe(0);
  const document = JSON.parse(first.stdout);
  expect(document).toMatchObject({
    schemaVersion: 1,
    command: "train",
    backend: "wasm",
    score: "accuracy",
    warnings: [],
  });
  expect(document.runs.map((run: { folder: string }) => run.folder)).toEqual(
    ["off-1", "linear-1", "off-2", "linear-2"].map((name) => join("study", name)),
  );
  const [off, linear] = document.summary;
  expect([off.freeze, off.runs, off.backwardSaved]).toEqual(["off", 2, 0]);
  expect(linear.backwardSaved).toBeGreaterThan(0.3);
  const scores = document.runs
    .filter((run: { freeze: string }) => run.freeze === "off")
    .map((run: { test: number }) => run.test);
  expect(off.score.mean).toBeCloseTo((scores[0] + scores[1]) / 2, 12);
  expect(off.score.sd).toBeCloseTo(Math.abs(scores[0] - scores[1]) / Math.SQRT2, 12);

  const run = join("study", "off-1");
  const moments = ["000", "035", "075", "100"].map((at) => join(run, `checkpoint-${at}`));
  const layers = ["--layers", "fc1,fc2,logits"];
  const dynamics = svcca("dynamics", ...moments, ...layers, "--format", "json", "--quiet");
  expect(dynamics.status).toBe(0);
  const last = JSON.parse(dynamics.stdout).checkpoints.at(-1).values;
  for (const i of [0, 1, 2]) expect(last[i][i]).toBeCloseTo(1, 9);
  const labels = ["--labels", join(run, "labels.npy")];
  expect(svcca("classes", moments[3]!, ...labels, "--quiet").status).toBe(0);

  const text = svcca(...args, "--output", "study");
  expect(text.status).toBe(0);
  expect(text.stdout).toMatch(/^freeze +runs +test accuracy +backward work saved/);
  expect(text.stdout).toContain("svcca compress study/off-1/model --train 100 --test 60");
});

test("compress: curves, files, and a smaller model that is compressed again", () => {
  const model = join("study", "off-1", "model");
  const sets = ["--train", "100", "--test", "60"];
  const files = ["--output", "curve.svg", "--output", "curve.csv"];
  const shares = ["--keep", "1,0.2", "--by", "svcca,random"];
  const { status, stdout, stderr } = svcca(
    ...["compress", model, ...sets, ...shares, ...files, "--format", "json"],
  );
  // Two layers of a fifth of the directions are more than one this small.
  expect(stderr).toMatch(/^svcca: warning: at 20 % the model has more than its \d+ param.*\n$/);
  expect(status).toBe(0);
  const document = JSON.parse(stdout);
  expect(document.warnings).toMatchObject([{ code: "larger" }]);
  expect(document).toMatchObject({
    schemaVersion: 1,
    command: "compress",
    layers: ["fc1", "fc2", "logits"],
  });
  expect(document.points).toHaveLength(4);
  expect(document.points[0].parameters).toBe(document.model.parameters);
  const result = JSON.parse(readFileSync(join(folder, "study", "off-1", "result.json"), "utf8"));
  expect(document.points[0].accuracy).toBe(result.test);
  expect(readFileSync(join(folder, "curve.csv"), "utf8").split("\n")).toHaveLength(6);
  expect(readFileSync(join(folder, "curve.svg"), "utf8")).toMatch(/SVCCA, logits/);

  const one = ["--by", "svcca", "--keep", "0.02", "--layers", "fc1"];
  const saved = svcca("compress", model, ...sets, ...one, "--save", "small");
  expect(saved.status).toBe(0);
  expect(readdirSync(join(folder, "small")).sort()).toEqual(["model.json", "weights.bin"]);
  const again = svcca(
    "compress",
    "small",
    ...sets,
    "--keep",
    "1",
    "--by",
    "pca",
    "--format",
    "json",
  );
  expect(again.status).toBe(0);
  expect(JSON.parse(again.stdout).warnings).toEqual([]);
  expect(JSON.parse(again.stdout).layers).toEqual(["fc1_narrow", "fc1", "fc2", "logits"]);
  expect(JSON.parse(again.stdout).model.parameters).toBeLessThan(document.model.parameters);
});

test("Ctrl-C leaves a run that goes on to the same weights", { timeout: 120_000 }, async () => {
  const long = ["train", ...small, ...data, "--epochs", "40", "--quiet", "--output"];
  expect(svcca(...long, "whole").status).toBe(0);
  const child = spawn(process.execPath, [bin, ...long, "stopped"], {
    cwd: folder,
    stdio: ["ignore", "ignore", "pipe"],
  });
  let said = "";
  child.stderr.on("data", (text) => {
    said += text;
  });
  const exit = new Promise<number | null>((resolve) => child.on("exit", resolve));
  const run = join(folder, "stopped", "off-1");
  while (!existsSync(join(run, "checkpoint-035"))) await sleep(5);
  child.kill("SIGINT");
  expect(await exit).toBe(130);
  expect(said).toBe("svcca: interrupted\n");
  expect(readdirSync(run)).toContain("state.npz");
  expect(readdirSync(join(folder, "stopped"))).toEqual(["off-1"]);
  expect(svcca(...long, "stopped").status).toBe(0);
  const weights = (name: string) =>
    readFileSync(join(folder, name, "off-1", "model", "weights.bin"));
  expect(weights("stopped").equals(weights("whole"))).toBe(true);
});

test("data from files, and the toy", () => {
  const images = Float32Array.from({ length: 30 * 8 * 8 }, (_, p) => Math.sin(p * p));
  writeFileSync(join(folder, "x.npy"), encodeNpy({ shape: [30, 8, 8], data: images }));
  const labels = Int32Array.from({ length: 30 }, (_, i) => i % 3);
  writeFileSync(join(folder, "y.npy"), encodeNpy({ shape: [30], data: labels }));
  const net = ["--network", "mlp", "--units", "5", "--epochs", "1", "--batch-size", "8"];
  const files = ["--data", "x.npy", "--labels", "y.npy"];
  const found = svcca("train", ...net, ...files, "--output", "files", "--format", "json");
  expect(found.status).toBe(0);
  const { data: said, runs } = JSON.parse(found.stdout);
  expect(said).toMatchObject({ data: "x.npy", labels: "y.npy", train: 24, test: 6 });
  expect(runs[0].steps).toBe(3);
  const toy = svcca("train", ...net, "--data", "toy", "--output", "toy", "--format", "json");
  expect(JSON.parse(toy.stdout).score).toBe("mean squared error");
  const resnet = ["--network", "resnet", "--channels", "2,3", "--blocks", "1", "--translate", "1"];
  const blocks = svcca(
    "train",
    ...files,
    ...resnet,
    "--epochs",
    "1",
    "--batch-size",
    "8",
    "--freeze",
    "linear",
    "--output",
    "r",
  );
  expect(blocks.stderr).toBe("");
  expect(blocks.status).toBe(0);
});

test("freezes at the moments of a schedule", () => {
  const args = ["train", ...small, ...data, "--freeze", "schedule", "--schedule", "0.2,0.5"];
  const { stdout, stderr, status } = svcca(...args, "--output", "own", "--format", "json");
  expect({ stderr, status }).toEqual({ stderr: "", status: 0 });
  const { runs, options } = JSON.parse(stdout);
  expect(options.schedule).toEqual([0.2, 0.5]);
  expect(
    runs[0].frozen.map(({ step, group }: { step: number; group: string }) => [step, group]),
  ).toEqual([
    [2, "fc1"],
    [5, "fc2"],
  ]);
});

test.each([
  ["0.5,0.3", /fraction 0.3 at place 1/],
  ["0.3,0.5,0.7", /give at most 2/],
])("a schedule %s is refused before anything is trained", (schedule, reason) => {
  const args = ["train", ...small, ...data, "--freeze", "off,schedule", "--schedule", schedule];
  const { stderr, status } = svcca(...args, "--output", "unplanned");
  expect(status).toBe(2);
  expect(stderr).toMatch(reason);
  expect(existsSync(join(folder, "unplanned"))).toBe(false);
});

describe("errors are one line that says what to do", () => {
  const out = ["--output", "none"];
  test.each([
    [["train"], 2, /required option '-o, --output <folder>' not specified/],
    [["train", ...out, "--network", "vgg"], 2, /Allowed choices are convnet, resnet, mlp, lstm/],
    [
      ["train", ...out, "--freeze", "quadratic"],
      2,
      /Give one or more of off, linear, schedule, svcca/,
    ],
    [["train", ...out, "--freeze", "schedule"], 2, /give the shares .* with --schedule/],
    [["train", ...out, "--schedule", "0.5"], 2, /only --freeze schedule uses it/],
    [
      ["train", ...out, ...small, ...data, "--freeze", "schedule", "--schedule", "0.5,0.2"],
      2,
      /fraction 0.2 at place 1/,
    ],
    [
      ["train", ...out, ...small, ...data, "--freeze", "schedule", "--schedule", "0,0.5,1"],
      2,
      /--schedule 0,0.5,1: 3 shares for fc1, fc2, logits; give at most 2/,
    ],
    [
      ["train", ...out, "--backend", "cuda"],
      2,
      /Allowed choices are auto, tensorflow, wasm, webgpu/,
    ],
    [["train", ...out, "--adapter", "x"], 2, /--adapter x: only --backend webgpu has adapters/],
    [["train", ...out, "--train", "15"], 2, /--train 15: drawn images come in 10 classes/],
    [
      ["train", ...out, "--data", "x.npy"],
      2,
      /--data x.npy: give the classes of the images with --labels/,
    ],
    [["train", ...out, "--data", "nowhere.npy", "--labels", "y.npy"], 1, /nowhere.npy/],
    [["train", ...out, "--labels", "y.npy"], 2, /--labels y.npy: drawn data bring their own/],
    [
      ["train", ...out, "--data", "x.npy", "--labels", "y.npy", "--train", "30"],
      2,
      /--train 30 and --test 0 of 30/,
    ],
    [["train", ...out, ...small, "--test", "50", "--batch-size", "500"], 2, /batchSize: 500/],
    [
      ["train", ...out, ...small, "--test", "50", "--learning-rate", "1e9", "--epochs", "9"],
      1,
      /training diverged/,
    ],
    [["train", ...small, ...data, "--output", "x.npy"], 1, /x.npy: cannot be written \(EEXIST\)/],
    [
      ["train", ...small, ...data, "--epochs", "3", "--output", "study"],
      1,
      /run.json: an earlier run of other settings/,
    ],
    [["compress", "nowhere"], 1, /model.json: cannot be read \(ENOENT\)/],
    [["compress", "study/off-1/model", "--layers", "fc9"], 1, /no layer "fc9"; it has/],
    [
      ["compress", "study/off-1/model", "--by", "svcca-network"],
      2,
      /give the other network with --other/,
    ],
    [["compress", "study/off-1/model", "--save", "s"], 2, /give one --by and one --keep/],
    [
      ["compress", "study/off-1/model", "--data", "x.npy", "--labels", "y.npy"],
      1,
      /10 outputs, the data set wants 3|takes/,
    ],
    [["compress", "study/off-1/model", "--output", "curve.svg"], 1, /curve.svg: the file is there/],
  ] as const)("%j", (args, code, message) => {
    const { status, stdout, stderr } = svcca(...args);
    expect(stderr).toMatch(message);
    expect(stderr.trim().split("\n")).toHaveLength(1);
    expect(stdout).toBe("");
    expect(status).toBe(code);
  });

  test("without tfjs, what to install", () => {
    const hook = pathToFileURL(fileURLToPath(new URL("./no-tfjs.mjs", import.meta.url))).href;
    const { status, stderr } = spawnSync(
      process.execPath,
      ["--import", hook, bin, "train", ...out],
      { encoding: "utf8", cwd: folder },
    );
    expect(stderr).toMatch(
      /^svcca: @tensorflow\/tfjs-\w+ is not installed, and training needs it; run npm install @tensorflow\/tfjs-core@4/,
    );
    expect(status).toBe(1);
    // Everything else works without.
    const help = spawnSync(process.execPath, ["--import", hook, bin, "train", "--help"], {
      encoding: "utf8",
    });
    expect(help.status).toBe(0);
    expect(help.stdout).toContain("svcca train --freeze off,linear,svcca");
    expect(help.stdout).toContain("--backend <name>");
  });
});
