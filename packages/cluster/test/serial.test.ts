import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileStore, makePlan, runSerially } from "@svcca/cluster/node";
import { comparePairs, type MeasureChoice, type Pair } from "@svcca/core";
import { encodeNpz } from "@svcca/io";
import { openNetwork } from "@svcca/io/node";
import { referenceBackend } from "@svcca/linalg";
import { afterAll, expect, test } from "vitest";
import { network } from "./networks.js";

const folder = mkdtempSync(join(tmpdir(), "svcca-serial-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const N = 700;
const a = join(folder, "a.npz");
const b = join(folder, "b.npz");
const WIDTHS = [12, 20, 9];
writeFileSync(a, encodeNpz(network(N, WIDTHS, 1)));
writeFileSync(b, encodeNpz(network(N, WIDTHS, 2)));
// The same as b, in three files.
[0, 100, 450, N].slice(1).forEach((end, i) => {
  const start = [0, 100, 450][i]!;
  writeFileSync(join(folder, `b-${i}.npz`), encodeNpz(network(N, WIDTHS, 2, start, end)));
});
const layers = ["layer0", "layer1", "layer2"];
const COMMON = { couples: [[0, 1]] as const, version: "1", backend: "reference", shardRows: 35 };

async function oneMachine(targets: string[], choice: MeasureChoice) {
  const networks = await Promise.all(targets.map(openNetwork));
  const sources = await Promise.all(
    networks.flatMap(({ arrays }) => arrays.map((array) => array.open())),
  );
  const pairs = layers.flatMap((_, i) => layers.map((_, j): Pair => [i, layers.length + j]));
  const results = [];
  for await (const { similarity, kept, datapoints, warnings } of comparePairs(
    sources,
    pairs,
    choice,
  ))
    results.push({ similarity, kept, datapoints, warnings });
  await Promise.all(networks.map(({ close }) => close()));
  return results;
}

for (const [b2, measure] of [
  [b, "svcca"],
  [b, "cca"],
  [b, "pwcca"],
  [b, "cka"],
  [b, "procrustes"],
  [join(folder, "b-*.npz"), "svcca"],
] as const) {
  test(`${measure} of shards is what one machine finds (${b2 === b ? "one file" : "three"})`, async () => {
    const choice: MeasureChoice = { measure };
    const networks = [a, b2].map((target) => ({ target, layers }));
    const plan = await makePlan({ ...COMMON, networks, choice });
    expect(plan.cuts.length).toBeGreaterThan(20);
    const store = fileStore(mkdtempSync(join(folder, "store-")));
    const { couples } = await runSerially(plan, store, referenceBackend);
    const whole = await oneMachine([a, b2], choice);
    expect(couples[0]!.length).toBe(9);
    couples[0]!.forEach(({ similarity, ...facts }, k) => {
      const { similarity: expected, ...others } = whole[k]!;
      expect(Math.abs(similarity - expected)).toBeLessThan(1e-12);
      expect(facts).toEqual(others);
    });
    // A second run reads what is there.
    expect((await runSerially(plan, store, referenceBackend)).couples).toEqual(couples);
  });
}
