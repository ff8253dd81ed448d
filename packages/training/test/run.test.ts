import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { drawnImages, mlp } from "@svcca/training";
import { loadModel, runTraining, startTfjs, type TrainingRun } from "@svcca/training/node";
import { afterAll, beforeAll, expect, test } from "vitest";

const folder = mkdtempSync(join(tmpdir(), "svcca-run-"));
const script = fileURLToPath(new URL("./run-once.mjs", import.meta.url));
beforeAll(async () => {
  await startTfjs("wasm");
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs the script, and kills it once it has done so many steps; the exit signal. */
function once(into: string, killAfter = Number.POSITIVE_INFINITY): Promise<NodeJS.Signals | null> {
  const child = spawn(process.execPath, [script, into, "2"], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  child.stdout.on("data", (text: Buffer) => {
    const done = Number(text.toString().trim().split("\n").at(-1));
    if (done >= killAfter) child.kill("SIGKILL");
  });
  return new Promise((resolve) => child.on("exit", (_, signal) => resolve(signal)));
}

test("a run that is killed ends with the same bytes as an undisturbed one", {
  timeout: 240_000,
}, async () => {
  const [whole, killed] = [join(folder, "whole"), join(folder, "killed")];
  expect(await once(whole)).toBe(null);
  for (const step of [2, 8]) {
    expect(await once(killed, step)).toBe("SIGKILL");
    expect(readdirSync(killed)).not.toContain("result.json");
  }
  expect(await once(killed)).toBe(null);
  const files = [
    "model/model.json",
    "model/weights.bin",
    "labels.npy",
    ...["000", "035", "075", "100"].flatMap((at) =>
      ["conv1", "bn1", "fc2", "logits"].map((layer) => `checkpoint-${at}/${layer}.npy`),
    ),
  ];
  for (const file of files) {
    expect(readFileSync(join(killed, file)).equals(readFileSync(join(whole, file))), file).toBe(
      true,
    );
  }
  const results = [whole, killed].map((path) => {
    const { seconds, ...rest } = JSON.parse(readFileSync(join(path, "result.json"), "utf8"));
    expect(seconds).toBeGreaterThan(0);
    return rest;
  });
  expect(results[1]).toEqual(results[0]);
  expect(readdirSync(killed).sort()).toEqual(readdirSync(whole).sort());
});

const train = drawnImages(4, 1);
const run = (more: Partial<TrainingRun> = {}): TrainingRun => ({
  model: mlp({ inputShape: train.shape, outputs: 10, units: [5] }),
  train,
  test: drawnImages(2, 2),
  settings: { units: [5] },
  epochs: 2,
  batchSize: 10,
  checkpoints: [0, 0.125, 1],
  ...more,
});

test("a signal stops a run between steps, with its state kept", async () => {
  const path = join(folder, "stopped");
  const controller = new AbortController();
  const stop = run({
    signal: controller.signal,
    onStep: (done) => done === 5 && controller.abort(new Error("enough")),
  });
  await expect(runTraining(path, stop)).rejects.toThrow("enough");
  expect(readdirSync(path)).toContain("state.npz");
  const steps: number[] = [];
  const result = await runTraining(path, run({ onStep: (done) => steps.push(done) }));
  expect(steps).toEqual([6, 7, 8]);
  expect(readdirSync(path)).not.toContain("state.npz");
  expect(result.checkpoints.map(({ step, folder: name }) => [step, name])).toEqual([
    [0, "checkpoint-000"],
    [1, "checkpoint-012.5"],
    [8, "checkpoint-100"],
  ]);
  // Finished: nothing is done again, and the model is there.
  expect(await runTraining(path, run({ onStep: () => expect.unreachable() }))).toEqual(result);
  expect((await loadModel(join(path, "model"))).outputs[0]!.shape).toEqual([null, 10]);
});

test("of a run of few steps every checkpoint is there, with the step that it is of", async () => {
  const path = join(folder, "short");
  const checkpoints = [0, 0.01, 0.02, 1];
  const result = await runTraining(path, run({ epochs: 1, batchSize: 20, checkpoints }));
  expect(result.checkpoints.map(({ share, step, folder: name }) => [share, step, name])).toEqual([
    [0, 0, "checkpoint-000"],
    [0.01, 0, "checkpoint-001"],
    [0.02, 0, "checkpoint-002"],
    [1, 2, "checkpoint-100"],
  ]);
  const [first, , last] = ["000", "001", "002"].map((at) =>
    readFileSync(join(path, `checkpoint-${at}`, "fc1.npy")),
  );
  expect(last!.equals(first!)).toBe(true);
});

test("a folder with another run is refused", async () => {
  const path = join(folder, "other");
  await runTraining(path, run());
  await expect(runTraining(path, run({ settings: { units: [6] } }))).rejects.toThrow(
    /run.json: an earlier run of other settings \(units: \[5\], now \[6\]\); give another folder/,
  );
  await expect(runTraining(path, run({ train: drawnImages(4, 7) }))).rejects.toThrow(
    /an earlier run of other data;/,
  );
});
