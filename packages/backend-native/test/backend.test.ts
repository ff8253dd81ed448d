import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createNativeBackend } from "@svcca/backend-native/node";
import { createWasmBackend } from "@svcca/backend-wasm/node";
import { type Backend, referenceBackend, SvccaError } from "@svcca/linalg";
import { gaussianMatrix } from "@svcca/linalg/testing";
import { afterAll, expect, test } from "vitest";

const host = await createWasmBackend({ threads: 1 });
const backends = await Promise.all(
  [1, 2, 3].map((threads) => createNativeBackend({ host, threads })),
);
afterAll(() => Promise.all([...backends, host].map((backend) => backend.dispose?.())));
const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** More lines than go into one call, and more values of each than are copied at once. */
const a = gaussianMatrix(2100, 301, 1);
const b = gaussianMatrix(2100, 150, 2);
const square = gaussianMatrix(301, 150, 3);
const [meanA, meanB] = [new Float64Array(301).fill(0.5), new Float64Array(150)];
const products = (backend: Backend) =>
  Promise.all([
    backend.matmul(a, b, { transA: true }),
    backend.matmul(a, a, { transA: true }),
    backend.matmul(a, square),
    backend.matmul(square, square, { transB: true }),
    backend.project!(a, meanA, square),
    backend.centredProduct!(a, meanA, a, meanA),
    backend.centredProduct!(a, meanA, b, meanB),
  ]);

test("the same number of threads gives the same bits, run after run", async () => {
  // Bytes: a comparison value by value of so many is slow.
  const bits = async (backend: Backend) =>
    (await products(backend)).map(({ data }) => Buffer.from(data.buffer));
  for (const backend of backends) {
    const expected = await bits(backend);
    for (let run = 0; run < 2; run++) {
      const same = (await bits(backend)).map((found, k) => found.equals(expected[k]!));
      expect(same).toEqual(expected.map(() => true));
    }
  }
});

test("agrees with the reference backend", async () => {
  const [found, expected] = [await products(backends[1]!), await products(referenceBackend)];
  found.forEach(({ data, rows, cols }, k) => {
    expect([rows, cols]).toEqual([expected[k]!.rows, expected[k]!.cols]);
    const worst = data.reduce(
      (most, value, p) => Math.max(most, Math.abs(value - expected[k]!.data[p]!)),
      0,
    );
    expect(worst).toBeLessThan(1e-10);
  });
});

test("a call can be aborted in the middle, and the backend goes on", async () => {
  const backend = backends[1]!;
  const signal = AbortSignal.timeout(60);
  const many = Promise.all(
    Array.from({ length: 50 }, () => backend.matmul(a, a, { transA: true, signal })),
  );
  const reason = await many.catch((error: unknown) => error);
  expect(signal.aborted && reason === signal.reason).toBe(true);
  expect((await backend.matmul(a, square)).rows).toBe(2100);
});

test("disposed of twice is once, and then it says so", async () => {
  const backend = await createNativeBackend({ host, threads: 1 });
  await backend.dispose?.();
  await backend.dispose?.();
  await expect(backend.matmul(a, square)).rejects.toThrow(
    "native: the backend was disposed of; create another one",
  );
});

test("numbers that cannot be are named", async () => {
  await expect(createNativeBackend({ threads: 0 })).rejects.toThrow(
    "createNativeBackend: threads 0; give a whole number from 1",
  );
  await expect(createNativeBackend({ leastFlops: -1 })).rejects.toBeInstanceOf(SvccaError);
});

test("a process with a backend that is not disposed of ends", () => {
  const program = `
    import { createNativeBackend } from "@svcca/backend-native/node";
    const backend = await createNativeBackend({ threads: 2 });
    const a = { rows: 400, cols: 400, data: new Float64Array(160000).fill(1) };
    console.log((await backend.matmul(a, a)).data[0]);`;
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    ["--input-type=module", "--eval", program],
    { cwd: import.meta.dirname, encoding: "utf8", timeout: 20_000 },
  );
  expect({ stdout, stderr, status }).toEqual({ stdout: "400\n", stderr: "", status: 0 });
});

test("without onnxruntime-node, the message says what to install", () => {
  const folder = mkdtempSync(join(tmpdir(), "svcca-native-"));
  try {
    cpSync(at("../dist"), join(folder, "dist"), { recursive: true });
    writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
    mkdirSync(join(folder, "node_modules/@svcca"), { recursive: true });
    symlinkSync(at("../../linalg"), join(folder, "node_modules/@svcca/linalg"));
    const program = `
      import { createNativeBackend } from "./dist/index.js";
      const { code, message } = await createNativeBackend().catch((error) => error);
      console.log(code + ": " + message);`;
    const { stdout } = spawnSync(process.execPath, ["--input-type=module", "--eval", program], {
      cwd: folder,
      encoding: "utf8",
    });
    expect(stdout).toMatch(
      /^not-found: createNativeBackend: the package onnxruntime-node is not installed; npm install /,
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
});
