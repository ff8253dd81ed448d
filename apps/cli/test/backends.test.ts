import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { referenceBackend, SvccaError, withComplexFallback } from "@svcca/linalg";
import { describe, expect, test } from "vitest";
import { bytesOf, choose } from "../dist/backends/choose.js";
import { a, b, data, svcca } from "./run.js";

const driver = "/usr/lib/chromium/vk_swiftshader_icd.json";
const before = process.env.VK_ICD_FILENAMES;
/** Runs the command with the software driver of chromium, or with none at all. */
function withDriver(file: string, ...args: string[]) {
  process.env.VK_ICD_FILENAMES = file;
  try {
    return svcca(...args);
  } finally {
    if (before === undefined) delete process.env.VK_ICD_FILENAMES;
    else process.env.VK_ICD_FILENAMES = before;
  }
}
const without = (...args: string[]) => withDriver("/none.json", ...args);

/** Whether WebGPU runs in Node here, and why not. */
const probe = existsSync(driver)
  ? withDriver(driver, "compare", a, b, "--backend", "webgpu", "--format", "json")
  : { status: 1, stdout: "", stderr: "no chromium" };
const missing = probe.status === 0 ? "" : `: ${probe.stderr.trim().split("\n").at(-1)}`;

describe.skipIf(missing !== "")(`--backend webgpu on a software driver${missing}`, () => {
  test("gives what the other backends give, ends by itself, and says what it was", () => {
    const found = JSON.parse(probe.stdout);
    const expected = JSON.parse(svcca("compare", a, b, "--format", "json").stdout);
    expect(found.backend).toBe("tfjs-webgpu");
    expect(found.kept).toEqual(expected.kept);
    expect(Math.abs(found.similarity - expected.similarity)).toBeLessThan(1e-4);
    expect(
      withDriver(driver, "compare", a, b, "--backend", "tfjs", "--format", "json"),
    ).toMatchObject({ status: 0, stdout: expect.stringContaining('"backend": "tfjs-webgpu"') });
  });

  test("svcca train trains through it", () => {
    const folder = mkdtempSync(join(tmpdir(), "svcca-webgpu-"));
    try {
      const net = ["--network", "mlp", "--units", "5", "--epochs", "2", "--train", "40"];
      const { stdout, status } = withDriver(
        driver,
        ...["train", ...net, "--test", "20", "--probe", "20", "--batch-size", "20"],
        ...["--backend", "webgpu", "--output", join(folder, "run"), "--format", "json", "--quiet"],
      );
      expect(status).toBe(0);
      expect(JSON.parse(stdout)).toMatchObject({ backend: "webgpu", runs: [{ steps: 4 }] });
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test("an adapter that is not there is named with those that are", () => {
    const args = ["compare", a, b, "--backend", "webgpu", "--adapter", "NoSuch"];
    const { status, stdout, stderr } = withDriver(driver, ...args);
    expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
    expect(stderr).toMatch(/svcca: createWebGpuBackend: no adapter "NoSuch"; there are .+\n$/);
  });

  test("svcca backends tests it, and auto would leave it out", () => {
    const { stdout, status } = withDriver(driver, "backends", "--format", "json");
    expect(status).toBe(0);
    const gpu = JSON.parse(stdout).backends.at(-1);
    expect(gpu).toMatchObject({ backend: "webgpu", available: true, unitRoundoff: 2 ** -24 });
    expect(gpu.adapter.software).toBe(true);
    expect(gpu.error).toBeGreaterThan(0);
    expect(gpu.error).toBeLessThan(1e-5);
  });
});

test.skipIf(process.platform !== "linux")("without a GPU everything else works", () => {
  expect(JSON.parse(without("compare", a, b, "--format", "json").stdout).backend).toBe("wasm");
  const webgpu = without("compare", a, b, "--backend", "webgpu");
  expect(webgpu).toMatchObject({ status: 1, stdout: "" });
  expect(webgpu.stderr).toMatch(/svcca: createWebGpuBackend: no GPU can be reached; install .+\n$/);
  const train = without("train", "--backend", "webgpu", "--output", "/nowhere");
  expect(train).toMatchObject({ status: 1, stdout: "" });
  expect(train.stderr).toMatch(/svcca: registerWebGpu: no GPU can be reached; install .+\n$/);
  const tfjs = JSON.parse(without("compare", a, b, "--backend", "tfjs", "--format", "json").stdout);
  expect(tfjs.backend).toBe("tfjs-wasm");
});

test("svcca backends says what is here, and how fast and accurate", () => {
  const { stdout, status } = without("backends");
  expect(status).toBe(0);
  expect(stdout).toMatch(
    /WebAssembly SIMD yes, relaxed SIMD yes, 256 bits (yes|no), shared memory yes/,
  );
  expect(stdout).toMatch(/^reference +float64 +0e\+0 +[\d.]+$/m);
  expect(stdout).toMatch(/^wasm +float64 +\de-1\d +[\d.]+$/m);
  const document = JSON.parse(without("backends", "--format", "json").stdout);
  expect(document).toMatchObject({ schemaVersion: 1, command: "backends" });
  for (const { available, gflops, error, reason } of document.backends) {
    if (!available) expect(reason).toMatch(/./);
    else {
      expect(gflops).toBeGreaterThan(0);
      expect(error).toBeLessThan(1e-5);
    }
  }
});

test("--adapter belongs to webgpu", () => {
  const { status, stderr } = svcca("compare", a, b, "--adapter", "x");
  expect(status).toBe(2);
  expect(stderr).toBe(
    "svcca: --adapter x: the auto backend chooses no GPU by name; leave it out, or use --backend webgpu\n",
  );
});

describe("auto", () => {
  const cpu = { ...withComplexFallback(referenceBackend), name: "cpu" };
  const disposed: string[] = [];
  const gpu = (software: boolean) => ({
    ...withComplexFallback(referenceBackend),
    name: "gpu",
    adapter: { name: "Some GPU", vendor: "v", architecture: "a", software },
    async matmul() {
      throw new SvccaError("device-lost", "it is gone");
    },
    async dispose() {
      disposed.push("gpu");
    },
  });
  const warned: string[] = [];
  const large = 2 ** 30;
  const none = { cpu, bytes: large, openGpu: () => Promise.reject(new Error("none")), warn() {} };
  const openNative = () => Promise.reject(new SvccaError("not-found", "it is not installed"));
  const chosen = (bytes: number | undefined, seconds: [number, number], software = false) =>
    choose({
      cpu,
      bytes,
      openNative,
      openGpu: async () => gpu(software),
      time: async ({ name }) => seconds[name === "gpu" ? 0 : 1],
      warn: ({ message }) => warned.push(message),
    });

  test("takes the GPU where it measures faster by half, and says why", async () => {
    const { backend, why } = await chosen(large, [0.01, 0.1]);
    expect(backend.name).toBe("gpu");
    expect(why).toBe("Some GPU took 10.0 ms for a block, cpu 100.0 ms");
    // And the processor goes on where the GPU is lost.
    const one = { rows: 1, cols: 1, data: Float64Array.of(3) };
    expect((await backend.matmul(one, one)).data[0]).toBe(9);
    expect(warned).toEqual(["it is gone"]);
    expect(backend.name).toBe("gpu, then cpu");
  });

  test("takes the processor else, and gives the GPU back", async () => {
    disposed.length = 0;
    expect(await chosen(large, [0.09, 0.1])).toMatchObject({
      backend: cpu,
      why: "Some GPU took 90.0 ms for a block, cpu 100.0 ms",
    });
    expect((await chosen(large, [0.01, 0.1], true)).why).toMatch(/^Some GPU is a software driver/);
    expect(disposed).toEqual(["gpu", "gpu"]);
    expect((await chosen(1000, [0.01, 0.1])).why).toMatch(/too small for anything but cpu$/);
    expect((await chosen(undefined, [0.01, 0.1])).backend).toBe(cpu);
    expect(await choose({ ...none, openNative })).toEqual({ backend: cpu, why: "none" });
  });

  test("takes native code where it measures faster, and gives it back where not", async () => {
    disposed.length = 0;
    const named = (name: string) => ({
      ...referenceBackend,
      name,
      async dispose() {
        disposed.push(name);
      },
    });
    const native = (seconds: number) =>
      choose({
        ...none,
        cpu: named("cpu"),
        openNative: async () => named("native"),
        time: async ({ name }) => (name === "native" ? seconds : 0.1),
      });
    const fast = await native(0.05);
    expect(fast.backend.name).toBe("native");
    expect(fast.why).toBe("native took 50.0 ms for a block, cpu 100.0 ms; none");
    await fast.backend.dispose?.();
    expect(disposed).toEqual(["native", "cpu"]);
    const broken = await choose({
      ...none,
      cpu: named("cpu"),
      openNative: async () => named("native"),
      time: () => Promise.reject(new Error("it does not run here")),
    });
    expect(broken.backend.name).toBe("cpu");
    expect(broken.why).toBe("it does not run here; none");
    expect(disposed.splice(0)).toEqual(["native", "cpu", "native"]);
    const slow = await native(0.09);
    expect(slow.backend.name).toBe("cpu");
    expect(disposed).toEqual(["native"]);
  });

  test("knows the size of files beforehand, and not that of what is none", () => {
    expect(bytesOf([a, b])).toBeGreaterThan(1000);
    expect(bytesOf([a, data])).toBeUndefined();
    expect(bytesOf(["part-*.npy"])).toBeUndefined();
    expect(bytesOf(undefined)).toBeUndefined();
  });
});
