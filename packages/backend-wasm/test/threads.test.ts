import { spawnSync } from "node:child_process";
import { createWasmBackend } from "@svcca/backend-wasm/node";
import { SvccaError } from "@svcca/linalg";
import { gaussianMatrix } from "@svcca/linalg/testing";
import { afterAll, expect, test } from "vitest";

const counts = [1, 2, 3, 5];
const backends = await Promise.all(counts.map((threads) => createWasmBackend({ threads })));
afterAll(() => Promise.all(backends.map((backend) => backend.dispose?.())));

test("any number of threads gives the same bits, run after run", async () => {
  const a = gaussianMatrix(3000, 201, 1);
  const b = gaussianMatrix(3000, 150, 2);
  const meanA = new Float64Array(201).fill(0.5);
  const meanB = new Float64Array(150);
  const expected = [
    await backends[0]!.matmul(a, b, { transA: true }),
    await backends[0]!.centredProduct(a, meanA, a, meanA),
    await backends[0]!.centredProduct(a, meanA, b, meanB),
  ];
  for (const backend of backends) {
    for (let run = 0; run < 3; run++) {
      const results = await Promise.all([
        backend.matmul(a, b, { transA: true }),
        backend.centredProduct(a, meanA, a, meanA),
        backend.centredProduct(a, meanA, b, meanB),
      ]);
      expect(results).toEqual(expected);
    }
  }
});

test("idle threads do not keep a process alive", () => {
  const program = `
    import { createWasmBackend } from "@svcca/backend-wasm/node";
    const backend = await createWasmBackend({ threads: 3 });
    const a = { rows: 400, cols: 400, data: new Float64Array(160000).fill(1) };
    console.log((await backend.matmul(a, a)).data[0]);`;
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    ["--input-type=module", "--eval", program],
    { cwd: import.meta.dirname, encoding: "utf8", timeout: 20_000 },
  );
  expect({ stdout, stderr, status }).toEqual({ stdout: "400\n", stderr: "", status: 0 });
});

test("a call can be aborted in the middle, and the backend goes on", async () => {
  const backend = backends[1]!;
  const a = gaussianMatrix(700, 700, 3);
  const signal = AbortSignal.timeout(80);
  const started = performance.now();
  const many = Promise.all(Array.from({ length: 200 }, () => backend.matmul(a, a, { signal })));
  const reason = await many.catch((error: unknown) => error);
  expect(signal.aborted && reason === signal.reason).toBe(true);
  expect(performance.now() - started).toBeLessThan(5000);
  expect((await backend.matmul(a, a)).rows).toBe(700);
});

test("a program that may not start threads computes on its own", () => {
  const program = `
    import { createWasmBackend } from "@svcca/backend-wasm/node";
    const backend = await createWasmBackend({ threads: 3 });
    const a = { rows: 400, cols: 400, data: new Float64Array(160000).fill(1) };
    console.log((await backend.matmul(a, a)).data[0]);`;
  const major = Number.parseInt(process.versions.node, 10);
  const permission = major < 23 ? "--experimental-permission" : "--permission";
  const { stdout, status } = spawnSync(
    process.execPath,
    [permission, "--allow-fs-read=*", "--input-type=module", "--eval", program],
    { cwd: import.meta.dirname, encoding: "utf8", timeout: 20_000 },
  );
  expect({ stdout, status }).toEqual({ stdout: "400\n", status: 0 });
});

test("calls give their memory back, also those that fail", async () => {
  const backend = backends[0]!;
  const a = gaussianMatrix(500, 500, 5);
  const keep = () => {
    throw new Error("no");
  };
  const calls = async () => {
    await backend.matmul(a, a);
    await backend.svd(gaussianMatrix(60, 60, 6));
    await expect(backend.eigh(a, { keep })).rejects.toThrow("no");
  };
  await calls();
  const before = process.memoryUsage.rss();
  for (let i = 0; i < 30; i++) await calls();
  // One eigh alone takes 10 MB: thirty of them that were not given back would show.
  expect(process.memoryUsage.rss() - before).toBeLessThan(200e6);
});

test("a disposed backend has ended its threads", async () => {
  const backend = await createWasmBackend({ threads: 2 });
  const a = gaussianMatrix(300, 300, 4);
  await backend.matmul(a, a);
  await backend.dispose?.();
  await backend.dispose?.();
});

test("a number of threads that cannot be is named", async () => {
  await expect(createWasmBackend({ threads: 0 })).rejects.toThrow(
    "createWasmBackend: threads 0; give a whole number from 1",
  );
  await expect(createWasmBackend({ threads: 1.5 })).rejects.toBeInstanceOf(SvccaError);
});
