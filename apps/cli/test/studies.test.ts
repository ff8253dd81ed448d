import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { similarity } from "@svcca/core";
import { encodeNpy, encodeNpz } from "@svcca/io";
import { openFile } from "@svcca/io/node";
import { afterAll, describe, expect, test } from "vitest";
import { data, svcca } from "./run.js";

const folder = mkdtempSync(join(tmpdir(), "svcca-studies-"));
const opened: { close(): Promise<void> }[] = [];
afterAll(async () => {
  await Promise.all(opened.map((file) => file.close()));
  rmSync(folder, { recursive: true, force: true });
});
const path = (name: string) => join(folder, name);
const net = (name: string) => `${data}net-${name}.npz`;
const labels = `${data}labels.npy`;
const averaged = ["--spatial", "average", "--layout", "NCHW"];
const three = ["--layers", "conv1,conv3,logits"];

const json = (...args: string[]) => {
  const { status, stdout, stderr } = svcca(...args, "--format", "json", "--quiet");
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  return JSON.parse(stdout);
};
async function layer(file: string, name: string) {
  const whole = await openFile(net(file));
  opened.push(whole);
  return whole.arrays.find(({ array }) => array === name)!.open();
}

describe("svcca grid", () => {
  test("each cell is what svcca compare says, in the order that was asked for", async () => {
    const document = json("grid", net("a-100"), net("b-100"), ...averaged, ...three);
    expect(document).toMatchObject({
      schemaVersion: 1,
      command: "grid",
      measure: "svcca",
      rows: ["conv1", "conv3", "logits"],
      columns: ["conv1", "conv3", "logits"],
      backend: expect.any(String),
      warnings: [],
    });
    expect(document.inputs.length).toBe(6);
    expect(document.inputs[1]).toMatchObject({ array: "conv3", sha256: expect.any(String) });
    const alone = await similarity(await layer("a-100", "conv3"), await layer("b-100", "logits"), {
      spatial: "average",
      layout: "NCHW",
    });
    expect(Math.abs(document.values[1][2] - alone.similarity)).toBeLessThan(1e-10);
  });

  test("any measure; tables and figures", () => {
    const outputs = ["csv", "svg", "png"].flatMap((ending) => ["-o", path(`grid.${ending}`)]);
    const { status, stdout } = svcca(
      ...["grid", net("a-100"), net("b-100"), ...averaged, ...three],
      ...["--layers-y", "fc1,bn1", "--measure", "cka", ...outputs],
    );
    expect(status).toBe(0);
    expect(stdout).toMatch(/CKA similarity, layers of .*\n\n +fc1 +bn1\nconv1 /);
    expect(readFileSync(path("grid.csv"), "utf8")).toMatch(/^layer,fc1,bn1\nconv1,0\.\d{10,},/);
    expect(readFileSync(path("grid.svg"), "utf8")).toContain("layers of net-a-100.npz");
    expect(readdirSync(folder).filter((name) => /partial|lock|tmp/.test(name))).toEqual([]);
  });

  test("a layer that is not there, and networks of other datapoints, are one line", () => {
    const missing = svcca("grid", net("a-100"), net("b-100"), ...averaged, "--layers", "conv9");
    expect(missing).toMatchObject({ status: 1, stdout: "" });
    expect(missing.stderr).toMatch(/net-a-100\.npz: no layer "conv9"; it holds bn1, .*\n$/);
    const short = path("short.npy");
    writeFileSync(short, encodeNpy({ shape: [9, 2], data: new Float64Array(18).map(Math.sin) }));
    const other = svcca("grid", short, net("b-100"), ...averaged, "--layers-y", "fc1");
    expect(other.status).toBe(1);
    expect(other.stderr).toMatch(/9 datapoints, .*500.*\n$/);
  });

  test("labels beside the layers are left out, and it says so", () => {
    const file = path("with-labels.npz");
    const values = (n: number, k: number) => new Float64Array(n).map((_, i) => Math.sin(i * k));
    writeFileSync(
      file,
      encodeNpz({
        conv2: { shape: [40, 3], data: values(120, 1) },
        conv10: { shape: [40, 2], data: values(80, 2.3) },
        labels: { shape: [40], data: new Int32Array(40) },
      }),
    );
    const { stdout, stderr } = svcca("grid", file, file);
    expect(stderr).toMatch(/note: left out: .*labels has one axis; name it with --layers/);
    expect(stdout).toMatch(/ +conv2 +conv10\n/);
  });
});

describe("an output that is there", () => {
  const study = ["grid", net("a-100"), net("b-100"), ...averaged, "--layers", "conv1,logits"];
  const output = path("kept.json");

  test("an interrupted run of other inputs or options is not gone on with", () => {
    const partial = path("kept.json.partial");
    expect(svcca(...study, "-o", output).status).toBe(0);
    const whole = readFileSync(output);
    rmSync(output);
    const { inputs, options, version, backend } = JSON.parse(whole.toString());
    const header = {
      command: "grid",
      version,
      backend,
      options: { measure: "svcca", ...options },
      inputs: inputs.map((one: { file: string; array: string; sha256: string }) => ({
        file: `${one.file}:${one.array}`,
        sha256: one.sha256,
      })),
    };
    const write = (changed: object, more = "") =>
      writeFileSync(partial, `${JSON.stringify({ ...header, ...changed })}\n${more}`);

    // A result that is there is taken over, and a line that was cut off is not.
    const saved = { similarity: 0.25, kept: { x: 1, y: 1 }, datapoints: 500, warnings: [] };
    write({}, `${JSON.stringify({ place: 2, ...saved })}\n{"place":3,"simi`);
    expect(svcca(...study, "-o", output).status).toBe(0);
    const resumed = JSON.parse(readFileSync(output, "utf8"));
    const undisturbed = JSON.parse(whole.toString());
    expect(resumed.values[1][0]).toBe(0.25);
    expect(resumed.values[0]).toEqual(undisturbed.values[0]);
    expect(resumed.values[1][1]).toBe(undisturbed.values[1][1]);
    rmSync(output);

    // It goes on with the backend that it began with, whichever is the fastest now.
    write({ backend: "reference" });
    expect(svcca(...study, "-o", output)).toMatchObject({ status: 0, stderr: "" });
    expect(JSON.parse(readFileSync(output, "utf8")).backend).toBe("reference");
    rmSync(output);

    for (const [changed, message] of [
      [{ backend: "abacus" }, /the backend was "abacus", now it is/],
      [{ options: { measure: "cca" } }, /the options was/],
      [
        { inputs: [{ ...header.inputs[0], sha256: "0" }, ...header.inputs.slice(1)] },
        /net-a-100\.npz:conv1 has changed since; begin anew with --force/,
      ],
      [{ inputs: header.inputs.slice(1) }, /net-a-100\.npz:conv1 was not part of it/],
    ] as const) {
      write(changed);
      const { status, stdout, stderr } = svcca(...study, "-o", output);
      expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
      expect(stderr).toMatch(message);
    }
    expect(svcca(...study, "-o", output, "--force").status).toBe(0);
    expect(readFileSync(output)).toEqual(whole);
    expect(svcca(...study, "-o", output).stderr).toMatch(/the file is there/);
  });

  test("two runs on one output refuse each other; the lock of a dead run is taken over", () => {
    const lock = path("locked.json.lock");
    const locked = path("locked.json");
    const hold = (holder: object) => writeFileSync(lock, JSON.stringify(holder));
    hold({ pid: process.pid, host: "elsewhere" });
    expect(svcca(...study, "-o", locked).stderr).toMatch(
      /locked\.json: another run \(process \d+ on elsewhere\) writes it/,
    );
    const { host } = { host: readHost() };
    hold({ pid: process.pid, host });
    expect(svcca(...study, "-o", locked).status).toBe(1);
    hold({ pid: 2 ** 22 + 1, host });
    expect(svcca(...study, "-o", locked).status).toBe(0);
  });
});

function readHost(): string {
  return readFileSync("/proc/sys/kernel/hostname", "utf8").trim();
}

test("an output in a folder that is not there is one line", () => {
  const output = join(folder, "nowhere", "grid.json");
  const { status, stderr } = svcca("grid", net("a-100"), net("b-100"), ...averaged, "-o", output);
  expect(status).toBe(1);
  expect(stderr).toMatch(
    /grid\.json: cannot be written \(ENOENT\); check that the folder is there.*\n$/,
  );
});

describe("svcca dynamics", () => {
  const checkpoints = ["a-000", "a-035", "a-100"].map(net);

  test("bottom-up convergence of the example network, as text and as JSON", () => {
    const document = json("dynamics", ...checkpoints, ...averaged, ...three);
    expect(document.checkpoints.map(({ name }: { name: string }) => name)).toEqual([
      "000",
      "035",
      "100",
    ]);
    expect(document.layers).toEqual(document.columns);
    const at = (t: number, i: number) => document.checkpoints[t].values[i][i];
    expect(at(2, 0)).toBeCloseTo(1, 9);
    expect(at(1, 0)).toBeGreaterThan(at(1, 1));
    expect(at(0, 1)).toBeLessThan(at(1, 1));
    const { stdout } = svcca("dynamics", ...checkpoints, ...averaged, ...three);
    expect(stdout).toMatch(/with itself after training\n\n +000 +035 +100\nconv1 /);
  });

  test("--final, CSV and the figure", () => {
    const { status, stdout } = svcca(
      ...["dynamics", checkpoints[0]!, "--final", net("b-100"), ...averaged, ...three],
      ...["--format", "csv", "-o", path("dynamics.svg")],
    );
    expect(status).toBe(0);
    expect(stdout.split("\n")[0]).toBe("checkpoint,layer,column,similarity");
    expect(stdout.trim().split("\n").length).toBe(10);
    expect(readFileSync(path("dynamics.svg"), "utf8")).toContain("Learning dynamics");
  });

  test("checkpoints of other layers are refused", () => {
    const one = path("one.npz");
    writeFileSync(one, encodeNpz({ conv1: { shape: [500, 2], data: new Float64Array(1000) } }));
    const { status, stderr } = svcca("dynamics", one, net("a-100"), ...averaged);
    expect(status).toBe(1);
    expect(stderr).toMatch(/net-a-100\.npz: layers .*, where the first checkpoint has conv1;/);
  });
});

describe("svcca classes", () => {
  test("classes are known better through the depth", () => {
    const document = json("classes", net("a-100"), "--labels", labels, ...averaged, ...three);
    expect(document.classes).toEqual(Array.from({ length: 10 }, (_, i) => String(i)));
    expect(document.layers).toEqual(["conv1", "conv3", "logits"]);
    const mean = document.values.map(
      (row: number[]) => row.reduce((sum, value) => sum + value, 0) / row.length,
    );
    expect(mean[0]).toBeLessThan(mean[1]);
    expect(mean[1]).toBeLessThan(mean[2]);
  });

  test("labels are cut as the datapoints are; no labels, and no whole numbers, are refused", () => {
    const rows = ["--rows", "::2"];
    const half = json("classes", net("a-100"), "--labels", labels, ...averaged, ...three, ...rows);
    expect(half.values[2][0]).toBeGreaterThan(0.5);
    expect(svcca("classes", net("a-100"))).toMatchObject({ status: 2, stdout: "" });
    const wrong = svcca("classes", net("a-100"), "--labels", `${net("a-100")}:fc1`, ...averaged);
    expect(wrong.stderr).toMatch(/labels of shape \(500, 32\); give one whole number/);
  });
});

describe("svcca align", () => {
  test("the first pairs, the most active neurons, and the picture", () => {
    const [x, y] = [`${net("a-100")}:fc1`, `${net("b-100")}:fc1`];
    const files = ["-o", path("align.svg"), "-o", path("align.csv")];
    const { status, stdout } = svcca("align", x, y, "--labels", labels, ...files);
    expect(status).toBe(0);
    expect(stdout).toMatch(/SVCCA similarity 0\.\d{4}\n\ndirection +correlation/);
    expect(readFileSync(path("align.svg"), "utf8")).toContain("net-a-100.npz:fc1");
    expect(readFileSync(path("align.csv"), "utf8").split("\n")[0]).toMatch(
      /^label,x_direction_1,x_direction_2,x_direction_3,x_neuron_\d+,/,
    );
    expect(svcca("align", x, y, "--labels", labels, "--measure", "cka").stderr).toMatch(
      /--measure cka has no aligned directions/,
    );
  });
});

describe("svcca moments and svcca merge", () => {
  const collect = (name: string, ...rows: string[]) =>
    svcca(
      ...["moments", net("a-100"), "--layers", "conv1,fc1", ...averaged, ...rows],
      ...["-o", path(name), "--quiet"],
    );

  test("shards add up to what the data themselves give", () => {
    // Two shards as files of their own: the same file twice would be refused.
    for (const [name, range] of [
      ["first", ":200"],
      ["second", "200:"],
    ] as const) {
      const part = path(`${name}.npz`);
      expect(svcca("convert", net("a-100"), part, "--rows", range, "--quiet").status).toBe(0);
      const { status, stderr } = svcca(
        ...["moments", part, "--layers", "conv1,fc1", ...averaged, "-o", path(`m-${name}.npz`)],
      );
      expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    }
    const merged = path("m.npz");
    expect(svcca("merge", path("m-first.npz"), path("m-second.npz"), "-o", merged).status).toBe(0);
    const from = json("compare", `${merged}:conv1`, `${merged}:fc1`);
    const direct = json("compare", `${net("a-100")}:conv1`, `${net("a-100")}:fc1`, ...averaged);
    expect(Math.abs(from.similarity - direct.similarity)).toBeLessThan(1e-9);
    expect(from.datapoints).toBe(500);
    expect(from.significance.significant).toBe(direct.significance.significant);

    const turned = svcca("compare", `${merged}:fc1`, `${merged}:conv1`);
    expect(turned.stderr).toMatch(/these moments are of conv1 against fc1/);
    const rsa = svcca("compare", `${merged}:conv1`, `${merged}:fc1`, "--measure", "rsa");
    expect(rsa.stderr).toMatch(/rsa needs the data themselves/);
    const again = svcca("merge", merged, path("m-first.npz"), "-o", path("twice.npz"));
    expect(again).toMatchObject({ status: 2, stdout: "" });
    expect(again.stderr).toMatch(/in the sum already/);
    expect(svcca("merge", net("a-100"), "-o", path("x.npz")).stderr).toMatch(/no second moments/);
  });

  test("an output that is there is not written over", () => {
    expect(collect("once.npz").status).toBe(0);
    expect(collect("once.npz").stderr).toMatch(/the file is there; write over it with --force/);
  });
});
