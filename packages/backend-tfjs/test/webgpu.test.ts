import { spawnSync } from "node:child_process";
import { failover } from "@svcca/backend-tfjs";
import { createWebGpuBackend, registerWebGpu } from "@svcca/backend-tfjs/node";
import { svcca } from "@svcca/core";
import { referenceBackend } from "@svcca/linalg";
import { conformanceCases, gaussianMatrix } from "@svcca/linalg/testing";
import { afterAll, describe, expect, test } from "vitest";
import { missing } from "./swiftshader.js";
import { tf } from "./tfjs.js";

describe.skipIf(missing)(`WebGPU in Node${missing ? `: ${missing}` : ""}`, async () => {
  if (missing) return;
  const backend = await createWebGpuBackend({ leastFlops: 0 });
  afterAll(() => backend.dispose?.());
  for (const { name, run } of conformanceCases()) test(name, () => run(backend));
});

/** The next device that is made, to be lost. */
function nextDevice(): Promise<{ destroy(): void }> {
  const { GPUAdapter } = globalThis as unknown as { GPUAdapter: { prototype: Adapter } };
  const { requestDevice } = GPUAdapter.prototype;
  return new Promise((resolve) => {
    GPUAdapter.prototype.requestDevice = async function (...args) {
      GPUAdapter.prototype.requestDevice = requestDevice;
      const device = await requestDevice.apply(this, args);
      resolve(device);
      return device;
    };
  });
}
interface Adapter {
  requestDevice(this: Adapter, ...args: unknown[]): Promise<{ destroy(): void }>;
}

describe.skipIf(missing)("a device of WebGPU in Node", () => {
  const square = gaussianMatrix(300, 300, 1);

  test("that is lost, between calls and in the middle of one, is an error", async () => {
    for (const when of ["before", "while"]) {
      const device = nextDevice();
      const backend = await createWebGpuBackend({ leastFlops: 0 });
      await backend.matmul(square, square);
      if (when === "before") (await device).destroy();
      const call = backend.matmul(square, square);
      if (when === "while") setTimeout(async () => (await device).destroy(), 1);
      await expect(call).rejects.toMatchObject({
        code: "device-lost",
        message: expect.stringMatching(/^tfjs-webgpu: the device is lost \(.+\); create/),
      });
      await expect(backend.matmul(square, square)).rejects.toMatchObject({ code: "device-lost" });
      await backend.dispose?.();
    }
  });

  test("that is lost leaves a comparison to the spare, which ends as if it had begun there", async () => {
    const [x, y] = [gaussianMatrix(2000, 40, 1), gaussianMatrix(2000, 30, 2)];
    const expected = await svcca(x, y);
    const device = nextDevice();
    const reasons: string[] = [];
    const gpu = await createWebGpuBackend({ leastFlops: 0 });
    const backend = failover(gpu, referenceBackend, ({ code }) => reasons.push(code));
    await backend.matmul(square, square);
    expect(backend.name).toBe("tfjs-webgpu");
    (await device).destroy();
    const found = await svcca(x, y, { backend });
    expect(reasons).toEqual(["device-lost"]);
    expect(found.backend).toBe("tfjs-webgpu, then reference");
    expect(found.coefficients).toEqual(expected.coefficients);
    await backend.dispose?.();
  });

  test("that is disposed of computes no more", async () => {
    const backend = await createWebGpuBackend({ leastFlops: 0 });
    await backend.dispose?.();
    await backend.dispose?.();
    await expect(backend.matmul(square, square)).rejects.toThrow("the backend was disposed of");
  });

  test("is chosen by a part of its name, and says what it is", async () => {
    const backend = await createWebGpuBackend();
    expect(backend.adapter.name).toBeTruthy();
    expect(Object.keys(backend.adapter)).toEqual(["name", "vendor", "architecture", "software"]);
    await backend.dispose?.();
    await expect(createWebGpuBackend({ adapter: "NoSuchAdapter" })).rejects.toThrow(
      /^createWebGpuBackend: no adapter "NoSuchAdapter"; there are .+/,
    );
  });

  test("does not keep a process alive, disposed of or not", () => {
    for (const end of ["", "await backend.dispose();"]) {
      const program = `
        import { createWebGpuBackend } from "@svcca/backend-tfjs/node";
        const { matmul, ...backend } = await createWebGpuBackend({ leastFlops: 0 });
        // Dawn crashes where what made a device has been collected.
        for (let i = 0; i < 3; i++) {
          gc();
          await new Promise((resolve) => setTimeout(resolve, 10));
        }
        const a = { rows: 200, cols: 200, data: new Float64Array(40000).fill(1) };
        console.log((await matmul(a, a)).data[0]);
        console.log(typeof navigator === "undefined" || navigator.gpu === undefined);
        ${end}`;
      const { stdout, status } = spawnSync(
        process.execPath,
        ["--expose-gc", "--input-type=module", "--eval", program],
        { cwd: import.meta.dirname, encoding: "utf8", timeout: 30_000 },
      );
      expect({ stdout, status }).toEqual({ stdout: "200\ntrue\n", status: 0 });
    }
  });
});

test.skipIf(missing)("registerWebGpu gives tfjs a backend of its own, once", async () => {
  expect((await registerWebGpu()).name).toBeTruthy();
  const before = tf.getBackend();
  expect(await tf.setBackend("webgpu")).toBe(true);
  const product = tf.matMul(tf.tensor2d([[1, 2]]), tf.tensor2d([[3], [4]]));
  expect([...(await product.data())]).toEqual([11]);
  await expect(registerWebGpu()).rejects.toThrow(
    'registerWebGpu: tfjs has a backend "webgpu" already; use it, or tf.removeBackend("webgpu") first',
  );
  await tf.setBackend(before);
  tf.removeBackend("webgpu");
});

test("without a driver the message says what to install", () => {
  const program = `
    import { createWebGpuBackend } from "@svcca/backend-tfjs/node";
    await createWebGpuBackend().then(() => console.log("there"), (error) => console.log(error.message));`;
  const { stdout } = spawnSync(process.execPath, ["--input-type=module", "--eval", program], {
    cwd: import.meta.dirname,
    encoding: "utf8",
    env: { ...process.env, VK_ICD_FILENAMES: "/none.json", VK_DRIVER_FILES: "/none.json" },
  });
  if (process.platform === "linux") {
    expect(stdout).toMatch(
      /^createWebGpuBackend: no GPU can be reached; install Vulkan and a driver/,
    );
  }
});
