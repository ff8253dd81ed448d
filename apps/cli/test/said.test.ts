import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { noiseFloor } from "@svcca/core";
import { encodeNpy, encodeNpz } from "@svcca/io";
import { gaussianMatrix } from "@svcca/linalg/testing";
import { afterAll, describe, expect, test } from "vitest";
import { a, b, data, svcca, svccaIn } from "./run.js";

const folder = mkdtempSync(join(tmpdir(), "svcca-said-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const n = 200;
const dense = (width: number, seed: number) => ({
  shape: [n, width],
  data: gaussianMatrix(n, width, seed).data,
});
for (const [i, name] of ["epoch-1", "epoch-5", "epoch-20", "other-1"].entries()) {
  writeFileSync(
    join(folder, `${name}.npz`),
    encodeNpz({ fc1: dense(8, 2 * i), fc2: dense(5, 2 * i + 1) }),
  );
}
for (const [name, seed] of [
  ["x", 91],
  ["y", 92],
] as const) {
  writeFileSync(join(folder, `${name}.npy`), encodeNpy(dense(30, seed)));
}
const run = (...args: string[]) => svccaIn(folder, ...args);

describe("checkpoints in an order that is not that of their numbers", () => {
  const shell = ["epoch-1.npz", "epoch-20.npz", "epoch-5.npz"];

  test("are taken as given, and it is said in one line, and in the result", () => {
    const { status, stdout, stderr } = run("dynamics", ...shell, "--format", "json");
    expect(status).toBe(0);
    const { checkpoints, warnings } = JSON.parse(stdout);
    expect(checkpoints.map(({ name }: { name: string }) => name)).toEqual(["1", "20", "5"]);
    expect(warnings[0].code).toBe("checkpoint-order");
    expect(stderr).toBe(`svcca: warning: ${warnings[0].message}\n`);
    expect(stderr).toMatch(
      /in the order given \(1, 20, 5\), with epoch-5\.npz as the network after training; .* 1, 5, 20: give/,
    );
    const final = run("dynamics", ...shell, "--final", "other-1.npz");
    expect(final.stderr).toMatch(/order given \(1, 20, 5\); by their numbers/);
    expect(run("dynamics", ...shell, "--quiet").stderr).toBe("");
  });

  test("nothing is said of the right order, nor of names that differ in more than numbers", () => {
    expect(run("dynamics", shell[0]!, shell[2]!, shell[1]!).stderr).toBe("");
    expect(run("dynamics", "other-1.npz", "epoch-5.npz").stderr).toBe("");
  });

  test("one alone is refused, and a pattern in quotes says why it is one", () => {
    expect(run("dynamics", "epoch-5.npz")).toMatchObject({
      status: 2,
      stdout: "",
      stderr: expect.stringMatching(/epoch-5\.npz is the only one; give at least two.*--final\n$/),
    });
    expect(run("dynamics", "epoch-*.npz").stderr).toMatch(
      /pattern in quotes .* without the quotes/,
    );
    expect(run("dynamics", ...shell, "+", "other-1.npz").stderr).toMatch(
      /other-1\.npz is the only/,
    );
    expect(run("dynamics", "epoch-5.npz", "--final", "epoch-20.npz").status).toBe(0);
  });
});

describe("what chance would give", () => {
  const text = (...args: string[]) => run(...args, "--quiet").stdout;

  test("stands beside a similarity, or that it is not known", () => {
    const compare = (...args: string[]) => text("compare", "x.npy", "y.npy", ...args);
    const floor = noiseFloor(n, { x: 30, y: 30 }).toFixed(4);
    for (const measure of ["cca", "pwcca"]) {
      expect(compare("--measure", measure)).toContain(`(unrelated layers: about ${floor})`);
    }
    const cka = compare("--measure", "cka");
    const [value, chance] = [.../(\d\.\d+) .*about (\d\.\d+)/.exec(cka)!].slice(1).map(Number);
    expect(Math.abs(value! - chance!)).toBeLessThan(0.02);
    expect(compare("--measure", "cka", "--estimator", "debiased")).toContain("about 0.0000");
    expect(compare("--measure", "procrustes")).toMatch(/\nby chance +not known for Procrustes;/);
    const conv = [`${data}net-a-100.npz:conv3`, `${data}net-b-100.npz:conv3`, "--layout", "NCHW"];
    expect(text("compare", ...conv, "--spatial", "dft")).toMatch(/not known for SVCCA by freq/);
    expect(text("compare", ...conv, "--spatial", "datapoints")).toMatch(/layers: at least 0\./);
  });

  test("closes the table of a study", () => {
    const files = ["epoch-1.npz", "epoch-5.npz"];
    const both = [5, 8];
    const floors = both.flatMap((x) => both.map((y) => noiseFloor(n, { x, y })));
    const [least, most] = [Math.min(...floors), Math.max(...floors)].map((v) => v.toFixed(2));
    const sizes = `\n\nBy chance: unrelated layers of these sizes would show ${least} to ${most}.\n`;
    const cca = ["--measure", "cca"];
    expect(text("grid", ...files, ...cca).slice(-sizes.length)).toBe(sizes);
    expect(text("dynamics", ...files, ...cca).slice(-sizes.length)).toBe(sizes);
    expect(text("groups", ...files, ...cca)).toContain("\n\nBy chance: unrelated layers");
    const labels = join(folder, "labels.npy");
    writeFileSync(labels, encodeNpy({ shape: [n], data: new Int32Array(n).map((_, i) => i % 2) }));
    expect(text("classes", files[0]!, "--labels", labels)).toContain("\n\nBy chance: unrelated");
    const by = (...options: string[]) =>
      text("grid", ...files, ...options)
        .split("\n")
        .at(-2);
    expect(by("--measure", "cka")).toContain("svcca compare tells of a pair");
    expect(by("--measure", "cka", "--estimator", "debiased")).toContain("about 0.");
    expect(by("--measure", "rsa")).toContain("not known for RSA");
    expect(by("--spatial", "dft")).toContain("not known for SVCCA by frequency");
  });
});

describe("an option that would do nothing", () => {
  test("is refused in one line", () => {
    for (const [options, message] of [
      [["--measure", "cka", "--significance", "permutation"], /permutation counts directions/],
      [["--measure", "rsa", "--significance", "bartlett"], /bartlett counts directions/],
      [["--measure", "cka", "--average", "neurons"], /--average neurons is for --measure svcca/],
      [["--spatial", "dft"], /x\.npy \(200, 30\) and y\.npy \(200, 30\) have no positions/],
      [["--spatial", "dft", "--significance", "bartlett"], /dft has no --significance bartlett/],
    ] as const) {
      const { status, stdout, stderr } = run("compare", "x.npy", "y.npy", ...options);
      expect({ status, stdout }, options.join(" ")).toEqual({ status: 2, stdout: "" });
      expect(stderr).toMatch(message);
      expect(stderr.trimEnd()).not.toContain("\n");
    }
    expect(
      run("compare", "x.npy", "y.npy", "--measure", "rsa", "--significance", "none").status,
    ).toBe(0);
  });

  test("is said of networks, which may have layers of both kinds", () => {
    const dense = run("grid", "epoch-1.npz", "epoch-5.npz", "--spatial", "dft");
    expect(dense.status).toBe(0);
    expect(dense.stderr).toBe(
      "svcca: note: no layer has positions, so that --spatial dft changes nothing; leave it out\n",
    );
  });

  test("more directions than there are is a warning, of a pair and of a study", () => {
    const pair = run("compare", "x.npy", "y.npy", "--components", "500", "--format", "json");
    expect(JSON.parse(pair.stdout).warnings).toEqual([
      { code: "fewer-directions", message: expect.stringMatching(/^--components 500: .*, 30 at/) },
    ]);
    expect(run("compare", "x.npy", "y.npy", "--components", "30").stderr).toBe("");
    const { stderr } = run("grid", "epoch-1.npz", "epoch-5.npz", "--components", "7");
    expect(stderr).toMatch(/^svcca: warning: --components 7: .* in 3 of 4 pairs, 5 at the least/);
  });
});

test("an interval beside its similarity is explained in a line", () => {
  const { stdout, stderr } = svcca("compare", a, b, "--measure", "pwcca", "--bootstrap", "40");
  const [similarity, upper] = [/(0\.\d+) /, /interval .* to (0\.\d+)/].map((one) =>
    Number(one.exec(stdout)![1]),
  );
  expect(upper).toBeLessThan(similarity!);
  expect(stdout).toContain("bias of few datapoints taken out in part");
  expect(stderr).toMatch(/^svcca: warning: the whole interval lies under the similarity, .*\n$/);
  for (const measure of ["cka", "svcca"]) {
    expect(svcca("compare", a, a, "--measure", measure, "--bootstrap", "40").stderr).toBe("");
  }
});

test("figures say the truncation, what positions are, and how many datapoints", () => {
  const [net] = [`${data}net-a-100.npz`];
  const conv = ["--spatial", "average", "--layout", "NCHW", "--layers", "conv1,fc1"];
  const drawn = (command: string, ...args: string[]) => {
    const file = join(folder, `${command}.svg`);
    expect(run(command, ...args, ...conv, "--quiet", "-o", file).status).toBe(0);
    return readFileSync(file, "utf8").replace(/<\/?(?:text|tspan)[^>]*>/g, " ");
  };
  const expected =
    "SVCCA similarity, 99 % of the variance, averaged over positions, 500 datapoints";
  const labels = ["--labels", `${data}labels.npy`];
  for (const svg of [
    drawn("grid", net, net),
    drawn("dynamics", net, net),
    drawn("groups", net, net),
    drawn("classes", net, ...labels),
  ]) {
    expect(svg.replace(/\s+/g, " ")).toContain(expected);
  }
  const components = ["--measure", "pwcca", "--components", "3", "--force"];
  expect(drawn("grid", net, net, ...components)).toContain("PWCCA similarity, 3 directions, aver");
});

test("a layout by which no image is square is questioned, and no other", () => {
  const [x, y, oblong] = ["nhwc", "other", "oblong"].map((name) => join(folder, `${name}.npy`));
  const write = (file: string, shape: number[], seed: number) => {
    const size = shape.reduce((product, length) => product * length);
    writeFileSync(file, encodeNpy({ shape, data: gaussianMatrix(size, 1, seed).data }));
  };
  write(x!, [40, 4, 4, 3], 1);
  write(y!, [40, 2, 2, 5], 2);
  write(oblong!, [40, 4, 4, 6], 3);
  const said = (...args: string[]) => run(...args, "--spatial", "average").stderr;
  const asked =
    /nhwc\.npy \(40, 4, 4, 3\) has square images only as NHWC, and is read as NCHW; check/;
  expect(said("compare", x!, y!, "--layout", "NCHW")).toMatch(asked);
  expect(said("grid", x!, y!, "--layout", "NCHW")).toMatch(asked);
  expect(said("compare", x!, y!, "--layout", "NHWC")).toBe("");
  const [conv3, conv1] = [`${data}net-a-100.npz:conv3`, `${data}net-a-100.npz:conv1`];
  expect(said("compare", conv3, conv1, "--layout", "NHWC")).toMatch(/only as NCHW.*read as NHWC/);
  expect(said("compare", conv3, conv3, "--layout", "NCHW")).toBe("");
  // 4 channels of 4 x 6: one layer of two that is square either way is enough to be quiet.
  write(y!, [40, 5, 3, 3], 2);
  expect(said("compare", oblong!, y!, "--layout", "NCHW")).toBe("");
});
