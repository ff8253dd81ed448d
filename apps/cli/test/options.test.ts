import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { encodeNpy } from "@svcca/io";
import { openFile } from "@svcca/io/node";
import { gaussianMatrix } from "@svcca/linalg/testing";
import { afterAll, describe, expect, test } from "vitest";
import { a, b, bin, data, svcca } from "./run.js";

const folder = mkdtempSync(join(tmpdir(), "svcca-cli-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const json = (...args: string[]) => {
  const { stdout, stderr } = svcca("compare", ...args, "--format", "json");
  expect(stderr).toBe("");
  return JSON.parse(stdout);
};

describe("--output", () => {
  test("writes what each ending names, whole, and never over a file without --force", async () => {
    const path = (ending: string) => join(folder, `result.${ending}`);
    const endings = ["json", "csv", "npz", "svg", "png"];
    const outputs = endings.flatMap((ending) => ["--output", path(ending)]);
    const { status, stdout } = svcca("compare", a, b, ...outputs);
    expect(status).toBe(0);
    expect(stdout).toContain("SVCCA similarity");

    const document = JSON.parse(readFileSync(path("json"), "utf8"));
    expect(document).toEqual(json(a, b));
    const { coefficients, similarity } = document;
    expect(readFileSync(path("csv"), "utf8").trim().split("\n")).toEqual([
      "direction,coefficient",
      ...coefficients.map((value: number, i: number) => `${i + 1},${value}`),
    ]);
    const npz = await openFile(path("npz"));
    const read = async (name: string) => {
      const source = await npz.arrays.find(({ array }) => array === name)!.open();
      return { shape: source.shape, data: Array.from(await source.read(0, source.shape[0] ?? 1)) };
    };
    expect(await read("similarity")).toEqual({ shape: [], data: [similarity] });
    expect((await read("coefficients")).data).toEqual(coefficients);
    expect((await read("weights_x")).shape).toEqual([32, coefficients.length]);
    expect((await read("singular_values_y")).shape).toEqual([32]);
    await npz.close();
    expect(readFileSync(path("svg"), "utf8")).toMatch(/^<svg .*net-a-100\.npz:fc1/s);
    expect(readFileSync(path("png")).subarray(1, 4).toString()).toBe("PNG");
    expect(readdirSync(folder).filter((name) => name.endsWith(".tmp"))).toEqual([]);

    const before = readFileSync(path("json"));
    const again = svcca("compare", a, a, "--output", path("json"));
    expect(again).toMatchObject({ status: 1, stdout: "" });
    expect(again.stderr).toMatch(/result\.json: the file is there; write over it with --force\n$/);
    expect(readFileSync(path("json"))).toEqual(before);
    expect(svcca("compare", a, a, "--output", path("json"), "--force").status).toBe(0);
    expect(JSON.parse(readFileSync(path("json"), "utf8")).similarity).toBeGreaterThan(0.999999);
  });

  test("an ending that nobody knows, and a folder that is not there, are one line", () => {
    expect(svcca("compare", a, b, "--output", "x.txt")).toMatchObject({
      status: 2,
      stdout: "",
      stderr: expect.stringMatching(/Give a file that ends in \.json, \.csv/),
    });
    const { status, stderr, stdout } = svcca("compare", a, b, "-o", join(folder, "no", "x.csv"));
    expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
    expect(stderr).toMatch(/x\.csv: cannot be written \(ENOENT\).*\n$/);
  });
});

describe("--rows", () => {
  const x = join(folder, "x.npy");
  const part = join(folder, "part.npy");
  const { data: values } = gaussianMatrix(60, 4, 1);
  writeFileSync(x, encodeNpy({ shape: [60, 4], data: values }));
  const chosen = [10, 13, 16, 19, 22, 25, 28, 31, 34, 37, 40, 43, 46];
  const rows = chosen.flatMap((i) => Array.from(values.subarray(i * 4, i * 4 + 4)));
  writeFileSync(part, encodeNpy({ shape: [13, 4], data: Float64Array.from(rows) }));

  test("chooses as a Python slice does", () => {
    const y = join(folder, "y.npy");
    writeFileSync(y, encodeNpy({ shape: [13, 3], data: gaussianMatrix(13, 3, 2).data }));
    const y60 = join(folder, "y60.npy");
    const spread = new Float64Array(180);
    chosen.forEach((i, k) => {
      spread.set(gaussianMatrix(13, 3, 2).data.subarray(k * 3, k * 3 + 3), i * 3);
    });
    writeFileSync(y60, encodeNpy({ shape: [60, 3], data: spread }));
    const wanted = json(part, y, "--measure", "cca");
    for (const range of ["10:47:3", "10:-13:3", "-50:49:3"]) {
      const got = json(x, y60, "--measure", "cca", "--rows", range);
      expect(got.datapoints).toBe(13);
      expect(got.coefficients).toEqual(wanted.coefficients);
    }
    expect(json(x, x, "--rows", ":20").datapoints).toBe(20);
  });

  test("an empty choice and nonsense are refused", () => {
    expect(svcca("compare", x, x, "--rows", "70:80").stderr).toMatch(
      /: rows 70:80:1 chooses none of its 60 datapoints\n$/,
    );
    for (const text of ["3", "a:b", "::0", ""]) {
      expect(svcca("compare", x, x, "--rows", text)).toMatchObject({
        status: 2,
        stderr: expect.stringContaining("Give START:END:STEP"),
      });
    }
  });
});

test("--spatial and --layout say what a convolutional layer means", () => {
  const [x, y] = [`${data}net-a-100.npz:conv3`, `${data}net-b-100.npz:conv3`];
  const positions = json(x, y, "--spatial", "datapoints", "--layout", "NCHW");
  expect(positions.datapoints).toBe(500 * 16);
  expect(positions.options).toMatchObject({ spatial: "datapoints", layout: "NCHW" });
  expect(json(x, y, "--spatial", "average", "--layout", "NCHW").neurons).toEqual({ x: 12, y: 12 });
  expect(json(x, y, "--spatial", "flatten").neurons).toEqual({ x: 192, y: 192 });
  expect(svcca("compare", x, y, "--spatial", "average")).toMatchObject({
    status: 2,
    stderr: expect.stringContaining("give the layout (--layout)"),
  });
});

test("colours only where they are asked for", () => {
  const code = "\u001b[";
  expect(svcca("compare", a, b).stdout).not.toContain(code);
  expect(svcca("compare", a, b, "--color", "always").stdout).toContain(code);
  expect(svcca("compare", a, b, "--color", "never").stdout).not.toContain(code);
});

test("the curve in the terminal shows the coefficients and the noise floor", () => {
  const { stdout } = svcca("compare", a, b);
  const lines = stdout.split("\n");
  expect(lines.filter((line) => /^( {4}│|[01]\.[05] [┤└])/.test(line)).length).toBe(9);
  expect(stdout).toMatch(/┄ 0\.1\d by chance\n/);
  expect(stdout).toMatch(/\n {5}1 +22 {2}direction\n$/);
});

test("Ctrl-C ends with 130, one line, and no file", async () => {
  const big = join(folder, "big.npy");
  writeFileSync(
    big,
    encodeNpy({ shape: [20000, 400], data: new Float32Array(8e6).map((_, i) => Math.sin(i * i)) }),
  );
  const out = join(folder, "never.json");
  // The slow backend, so that it is still at work when it is interrupted.
  const child = spawn(process.execPath, [
    bin,
    "compare",
    big,
    big,
    "--backend",
    "reference",
    "--output",
    out,
  ]);
  let stderr = "";
  let stdout = "";
  child.stderr.on("data", (text) => {
    stderr += text;
  });
  child.stdout.on("data", (text) => {
    stdout += text;
  });
  setTimeout(() => child.kill("SIGINT"), 1000);
  const code = await new Promise((resolve) => child.on("close", resolve));
  expect({ code, stdout, stderr }).toEqual({
    code: 130,
    stdout: "",
    stderr: "svcca: interrupted\n",
  });
  expect(existsSync(out)).toBe(false);
});

describe("--spatial dft", () => {
  const [x, y] = [`${data}net-a-100.npz:conv3`, `${data}net-b-100.npz:conv2`];
  const dft = ["--spatial", "dft", "--layout", "NCHW"];

  test("a similarity for each frequency that both have, in JSON and as a map", () => {
    const map = join(folder, "map.svg");
    const document = json(x, y, ...dft, "-o", map);
    const { height, width, similarity } = document.frequencies;
    expect([similarity.length, similarity[0].length]).toEqual([height, width]);
    const mean = similarity.flat().reduce((sum: number, value: number) => sum + value, 0);
    expect(mean / (height * width)).toBeCloseTo(document.similarity, 12);
    expect(document.coefficients.length).toBeGreaterThan(0);
    expect(document.options.spatial).toBe("dft");
    expect(readFileSync(map, "utf8")).toContain("at each spatial frequency");
  });

  test("a grid by frequency has in each cell what the pair alone gives", () => {
    const layers = ["--layers", "conv3,fc1"];
    const [a100, b100] = [`${data}net-a-100.npz`, `${data}net-b-100.npz`];
    const { status, stdout } = svcca("grid", a100, b100, ...dft, ...layers, "--format", "json");
    expect(status).toBe(0);
    const { values, options } = JSON.parse(stdout);
    expect(options.spatial).toBe("dft");
    // A study adds up its sums in blocks of another size than a single pair.
    for (const [j, name] of ["conv3", "fc1"].entries()) {
      const alone = json(`${a100}:conv3`, `${b100}:${name}`, ...dft).similarity;
      expect(Math.abs(values[0][j] - alone)).toBeLessThan(1e-12);
    }
  });

  test("other measures, and commands that need directions, say what to take instead", () => {
    expect(svcca("compare", x, y, ...dft, "--measure", "cka").stderr).toMatch(
      /--spatial dft is for --measure svcca or cca/,
    );
    const labels = ["--labels", `${data}labels.npy`];
    const { status, stderr } = svcca("align", x, y, ...labels, ...dft);
    expect(status).toBe(2);
    expect(stderr).toMatch(/--spatial dft gives similarities, no directions and no moments/);
  });
});

describe("weighing a number", () => {
  test("Bartlett by default, permutations and an interval when asked for, none at all", () => {
    expect(json(a, b).significance).toMatchObject({ test: "bartlett", of: 22, level: 0.05 });
    const shuffled = json(
      ...[a, b, "--significance", "permutation", "--bootstrap", "20", "--quiet"],
    );
    expect(shuffled.significance).toMatchObject({ test: "permutation", pValue: 0.005 });
    const { lower, upper } = shuffled.significance.bootstrap;
    expect(lower).toBeLessThan(upper);
    expect(json(a, b, "--significance", "permutation", "--seed", "1").significance).not.toEqual(
      json(a, b, "--significance", "permutation", "--seed", "2").significance,
    );
    expect(Object.keys(json(a, b, "--significance", "none").significance)).toEqual(["noiseFloor"]);
  });

  test("measures without directions have no such test, and no curve", () => {
    const document = json(a, b, "--measure", "knn");
    expect(document.coefficients).toEqual([]);
    expect(document.significance).toBeUndefined();
    const curve = svcca("compare", a, b, "--measure", "knn", "-o", join(folder, "knn.svg"));
    expect(curve.stderr).toMatch(/Mutual neighbours is one number, with no curve to draw/);
    expect(svcca("compare", a, b, "--measure", "rsa", "--bootstrap", "9").stderr).toMatch(
      /bootstrap: rsa is no function of second moments/,
    );
  });
});

test("--time says what the steps of a sequence mean", () => {
  const sequence = join(folder, "sequence.npy");
  const { data: values } = gaussianMatrix(60 * 3, 4, 5);
  writeFileSync(sequence, encodeNpy({ shape: [60, 3, 4], data: values }));
  expect(json(sequence, sequence, "--time", "last")).toMatchObject({
    datapoints: 60,
    options: { time: "last" },
  });
  expect(json(sequence, sequence, "--time", "datapoints").datapoints).toBe(180);
  expect(svcca("compare", sequence, sequence).stderr).toMatch(/is a sequence; .*\(--time\)/);
  expect(svcca("compare", sequence, sequence, "--time", "soon")).toMatchObject({
    status: 2,
    stderr: expect.stringMatching(/Give average, datapoints, last or a step from 0/),
  });
});
