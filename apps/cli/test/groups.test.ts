import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { encodeNpz } from "@svcca/io";
import { gaussianMatrix } from "@svcca/linalg/testing";
import { afterAll, describe, expect, test } from "vitest";
import { data, svcca } from "./run.js";

const folder = mkdtempSync(join(tmpdir(), "svcca-groups-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const path = (name: string) => join(folder, name);
const [n, width] = [300, 6];

/** A network of two layers that share a signal with the others of its kind, and noise. */
function network(name: string, signal: number, noise: number, seed: number): string {
  const layer = (which: number) => {
    const { data: shared } = gaussianMatrix(n, width, 100 * signal + which);
    const { data: own } = gaussianMatrix(n, width, 1000 + 10 * seed + which);
    return { shape: [n, width], data: shared.map((value, p) => value + noise * own[p]!) };
  };
  const file = path(name);
  writeFileSync(file, encodeNpz({ fc1: layer(1), fc2: layer(2) }));
  return file;
}

const alike = [1, 2, 3].map((seed) => network(`true-${seed}.npz`, 1, 0.3, seed));
const apart = [4, 5].map((seed) => network(`random-${seed}.npz`, seed, 0.3, seed));

describe("svcca groups", () => {
  test("networks that share what they learned are more alike, and each value is that of svcca grid", () => {
    const { status, stdout, stderr } = svcca("groups", ...alike, "+", ...apart, "--format", "json");
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    const document = JSON.parse(stdout);
    expect(document).toMatchObject({
      schemaVersion: 1,
      command: "groups",
      measure: "svcca",
      datapoints: n,
      layers: ["fc1", "fc2"],
      groups: [
        { name: "true", networks: ["true-1.npz", "true-2.npz", "true-3.npz"] },
        { name: "random", networks: ["random-4.npz", "random-5.npz"] },
      ],
    });
    const [within, random, between] = document.comparisons;
    expect([within, random, between].map(({ groups }) => groups)).toEqual([
      ["true", "true"],
      ["random", "random"],
      ["true", "random"],
    ]);
    expect([within, random, between].map(({ pairs }) => pairs.length)).toEqual([3, 1, 6]);
    expect(between.pairs[0]).toEqual(["true-1.npz", "random-4.npz"]);
    for (const k of [0, 1]) {
      expect(within.mean[k]).toBeGreaterThan(0.8);
      expect(between.mean[k]).toBeLessThan(0.4);
      const column = within.values.map((row: number[]) => row[k]!);
      const mean = (column[0] + column[1] + column[2]) / 3;
      expect(within.mean[k]).toBeCloseTo(mean, 12);
      const squares = column.reduce((sum: number, v: number) => sum + (v - mean) ** 2, 0);
      expect(within.spread[k]).toBeCloseTo(Math.sqrt(squares / 2), 12);
    }
    const grid = JSON.parse(svcca("grid", alike[0]!, alike[2]!, "--format", "json").stdout);
    expect(within.values[1]).toEqual([grid.values[0][0], grid.values[1][1]]);
  });

  test("seeds alone, text, CSV, figure and page; names that are given", () => {
    const outputs = ["csv", "svg", "html", "json"].flatMap((end) => ["-o", path(`seeds.${end}`)]);
    const { status, stdout } = svcca("groups", ...alike, "--names", "seeds", ...outputs);
    expect(status).toBe(0);
    expect(stdout).toMatch(/mean ± standard deviation over pairs of networks\n\n +within seeds\n/);
    expect(stdout).toMatch(/\npairs +3\nfc1 +0\.\d{3} ± 0\.\d{3}\n/);
    const lines = readFileSync(path("seeds.csv"), "utf8").split("\n");
    expect(lines[0]).toBe("x_group,y_group,x_network,y_network,fc1,fc2");
    expect(lines[2]).toMatch(/^seeds,seeds,true-1\.npz,true-3\.npz,0\.\d{10,},0\.\d{10,}$/);
    expect(readFileSync(path("seeds.svg"), "utf8")).toContain(">within seeds</text>");
    expect(readFileSync(path("seeds.html"), "utf8")).toContain("Groups of networks: seeds");
    const page = svcca("report", path("seeds.json"));
    expect(page.stdout).toContain("Standard deviation over the pairs");
  });

  test("an interrupted run goes on, and ends with the same bytes", () => {
    const run = ["groups", ...alike, "+", ...apart, "-o", path("whole.json"), "--quiet"];
    expect(svcca(...run).status).toBe(0);
    const whole = readFileSync(path("whole.json"));
    const { inputs, options, version, backend, measure } = JSON.parse(whole.toString());
    const header = {
      command: "groups",
      version,
      backend,
      options: { measure, ...options, groups: [alike, apart] },
      inputs: inputs.map(({ file, array, sha256 }: { [key: string]: string }) => ({
        file: `${file}:${array}`,
        sha256,
      })),
    };
    rmSync(path("whole.json"));
    const saved = { similarity: 0.25, kept: { x: 1, y: 1 }, datapoints: n, warnings: [] };
    const partial = `${path("whole.json")}.partial`;
    writeFileSync(
      partial,
      `${JSON.stringify(header)}\n${JSON.stringify({ place: 1, ...saved })}\n`,
    );
    expect(svcca(...run).status).toBe(0);
    expect(existsSync(partial)).toBe(false);
    const resumed = JSON.parse(readFileSync(path("whole.json"), "utf8"));
    const undisturbed = JSON.parse(whole.toString());
    // What was saved was taken over, and all else is the same to the last bit.
    expect(resumed.comparisons[0].values[0][1]).toBe(0.25);
    expect(resumed.comparisons[2]).toEqual(undisturbed.comparisons[2]);
    // The same networks in other groups are another study.
    rmSync(path("whole.json"));
    writeFileSync(partial, `${JSON.stringify(header)}\n`);
    const other = svcca("groups", ...alike, ...apart, "-o", path("whole.json"));
    expect(other.stderr).toMatch(/results of an earlier run, but the options was/);
  });

  test("files of one name in different folders are told apart", () => {
    const twins = ["one", "two"].map((name, i) => {
      mkdirSync(path(name));
      return network(join(name, "acts.npz"), 1, 0.3, 20 + i);
    });
    const { comparisons, groups } = JSON.parse(
      svcca("groups", ...twins, "--format", "json").stdout,
    );
    expect(comparisons[0].pairs).toEqual([twins]);
    expect(groups).toEqual([{ name: "acts", networks: twins }]);
  });

  test("one network, a + at an end, other layers and wrong names are one line", () => {
    const short = path("short.npz");
    writeFileSync(short, encodeNpz({ fc1: { shape: [n, 2], data: gaussianMatrix(n, 2, 1).data } }));
    for (const [args, status, message] of [
      [[alike[0]!], 2, /give at least two\n$/],
      [[...alike, "+"], 2, /a \+ with nothing on one side; .*\n$/],
      [[...alike, "--names", "a,b"], 2, /--names a,b: 2 names for 1 groups; .*\n$/],
      [[alike[0]!, short], 1, /short\.npz: layers fc1, where .*true-1\.npz has fc1, fc2; .*\n$/],
    ] as const) {
      const found = svcca("groups", ...args);
      expect(found).toMatchObject({ status, stdout: "" });
      expect(found.stderr).toMatch(message);
    }
  });
});

describe("svcca dynamics of several networks", () => {
  const net = (name: string) => `${data}net-${name}.npz`;
  const options = ["--spatial", "average", "--layout", "NCHW", "--layers", "conv1,logits"];
  const [a, b] = ["a", "b"].map((one) => ["000", "035", "100"].map((at) => net(`${one}-${at}`)));

  test("each is what it is alone, as rows of one figure", () => {
    const outputs = ["json", "svg", "csv", "html"].flatMap((end) => ["-o", path(`both.${end}`)]);
    const { status, stdout } = svcca("dynamics", ...a!, "+", ...b!, ...options, ...outputs);
    expect(status).toBe(0);
    expect(stdout).toMatch(/^net-a: SVCCA (.|\n)*\n\nnet-b: SVCCA /);
    const document = JSON.parse(readFileSync(path("both.json"), "utf8"));
    const alone = [a!, b!].map((list) =>
      JSON.parse(svcca("dynamics", ...list, ...options, "--format", "json").stdout),
    );
    expect(document.checkpoints).toEqual(alone[0].checkpoints);
    expect(document.networks.map(({ name }: { name: string }) => name)).toEqual(["net-a", "net-b"]);
    for (const g of [0, 1]) expect(document.networks[g].checkpoints).toEqual(alone[g].checkpoints);
    expect(alone[0].networks).toBeUndefined();
    const svg = readFileSync(path("both.svg"), "utf8");
    for (const name of ["net-a", "net-b"]) expect(svg).toContain(`>${name}</text>`);
    const lines = readFileSync(path("both.csv"), "utf8").trim().split("\n");
    expect(lines.length).toBe(1 + 2 * 3 * 4);
    expect(lines[13]).toMatch(/^net-b,000,conv1,conv1,0\.\d+$/);
    expect(readFileSync(path("both.html"), "utf8")).toContain("over 2 networks");
  });

  test("--names of one network is refused, since it would do nothing", () => {
    const { status, stderr } = svcca("dynamics", ...a!, ...options, "--names", "a");
    expect(status).toBe(2);
    expect(stderr).toMatch(/--names tells several networks apart/);
  });

  test("--final is held against by all", () => {
    const args = ["dynamics", a![0]!, "+", b![0]!, "--final", b![2]!, ...options];
    const document = JSON.parse(svcca(...args, "--format", "json").stdout);
    const grid = JSON.parse(svcca("grid", a![0]!, b![2]!, ...options, "--format", "json").stdout);
    expect(document.networks[0].checkpoints[0].values).toEqual(grid.values);
  });
});
