import { expect, test } from "vitest";
import { data, svcca } from "./run.js";

const json = (command: string, ...args: string[]) => {
  const { stdout, stderr } = svcca(command, ...args, "--format", "json");
  expect(stderr).toBe("");
  return JSON.parse(stdout);
};
const [a, b] = [`${data}net-a-100.npz`, `${data}net-b-100.npz`];
const layout = ["--layout", "NCHW"];

test("--spatial interpolate compares layers of different sizes, in a grid as alone", () => {
  const way = ["--spatial", "interpolate", ...layout];
  const linear = json("compare", `${a}:conv1`, `${b}:conv3`, ...way);
  expect(linear.datapoints).toBe(500 * 64);
  expect(linear.options).toMatchObject({ spatial: "interpolate", layout: "NCHW" });
  const fourier = json("compare", `${a}:conv1`, `${b}:conv3`, ...way, "--interpolation", "fourier");
  expect(fourier.options.interpolation).toBe("fourier");
  expect(fourier.similarity).not.toBe(linear.similarity);
  const { values } = json("grid", a, b, ...way, "--layers", "conv1,conv3");
  expect(values[0][1]).toBeCloseTo(linear.similarity, 10);
});

test("--positions takes some of each image, by --seed", () => {
  const way = ["--spatial", "datapoints", ...layout, "--positions", "3"];
  const both = [`${a}:conv3`, `${b}:conv3`];
  const some = json("compare", ...both, ...way);
  expect(some.datapoints).toBe(1500);
  expect(some.options).toMatchObject({ positions: 3, seed: 0 });
  expect(json("compare", ...both, ...way).similarity).toBe(some.similarity);
  const other = json("compare", ...both, ...way, "--seed", "1", "--significance", "permutation");
  expect(other.similarity).not.toBe(some.similarity);
  expect(other.significance.nullMean).toBeLessThan(0.2);
  expect(json("compare", ...both, ...way.slice(0, 4)).options.seed).toBeUndefined();
});

test("flags of another treatment of space are refused", () => {
  const refused = (...args: string[]) => svcca("compare", `${a}:conv1`, `${b}:conv1`, ...args);
  expect(refused("--spatial", "average", "--positions", "3")).toMatchObject({
    status: 2,
    stderr: expect.stringContaining("--positions 3 is for --spatial datapoints or interpolate"),
  });
  expect(refused("--spatial", "dft", "--interpolation", "linear").stderr).toContain(
    "--interpolation linear is for --spatial interpolate, not dft",
  );
});

test("--explain prints what each way takes, and compares nothing", () => {
  const both = [`${a}:conv1`, `${b}:conv3`, ...layout, "--explain"];
  const { status, stdout, stderr } = svcca("compare", ...both);
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  expect(stdout).toMatch(/^--spatial +route +datapoints/);
  expect(stdout).toMatch(/\ninterpolate +moments +32000 /);
  expect(stdout).toMatch(/\ndatapoints: refused\. .*64 positions an image/);
  expect(stdout).toMatch(/\nRecommended: --spatial (dft|flatten); /);
  expect(stdout).toMatch(
    /\nTimes on the wasm backend, .+; this backend: inputs of .+ too small for anything but wasm\.\n/,
  );
  const { explain, backend, backendReason } = json("compare", ...both);
  expect(backend).toBe("wasm");
  expect(backendReason).toMatch(/^inputs of [\d.]+ MiB are too small for anything but wasm$/);
  const asked = json("compare", ...both, "--backend", "reference");
  expect([asked.backend, asked.backendReason]).toEqual(["reference", "asked for"]);
  expect(explain.ways.length).toBe(5);
  expect(explain.ways.find(({ way }: { way: string }) => way === "dft")).toMatchObject({
    route: "frequencies",
    neurons: { x: 96, y: 192 },
  });
  expect(svcca("compare", ...both, "--measure", "rsa")).toMatchObject({
    status: 2,
    stderr: expect.stringContaining("--explain is for --measure svcca, cca or pwcca, not rsa"),
  });
});
