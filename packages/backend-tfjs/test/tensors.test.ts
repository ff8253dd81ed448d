import { createTfjsBackend } from "@svcca/backend-tfjs";
import { type Matrix, referenceBackend } from "@svcca/linalg";
import { gaussianMatrix } from "@svcca/linalg/testing";
import { describe, expect, test } from "vitest";
import { tf } from "./tfjs.js";

const names = ["cpu", "wasm"];
const held = () => names.map((name) => tf.findBackend(name).numDataIds());
const open = (backend: string) => createTfjsBackend(tf, { backend, leastFlops: 0 });
const [x, y] = [gaussianMatrix(2500, 40, 1), gaussianMatrix(2500, 30, 2)];
const pairs = [
  [0, 0],
  [1, 1],
  [0, 1],
] as const;

describe("tensors are freed", () => {
  for (const name of names) {
    test(`after calls, and after calls that were aborted, on ${name}`, async () => {
      const backend = await open(name);
      const before = held();
      for (let run = 0; run < 3; run++) {
        await backend.matmul(x, y, { transA: true });
        await backend.matmul(x, x, { transA: true });
        await backend.blockMoments?.([x, y], pairs);
        const stop = new AbortController();
        const call = backend.matmul(x, gaussianMatrix(40, 2500, 3), { signal: stop.signal });
        stop.abort(new Error("stop"));
        await expect(call).rejects.toThrow("stop");
      }
      expect(held()).toEqual(before);
      expect(tf.memory().numTensors).toBe(0);
    });

    test(`where a kernel of ${name} fails half-way`, async () => {
      for (const [kernelName, after] of [
        ["BatchMatMul", 4],
        ["Add", 2],
      ] as const) {
        let left = Number.POSITIVE_INFINITY;
        const failing = {
          ...tf,
          getKernel(kernel: string, backend: string) {
            const config = tf.getKernel(kernel, backend);
            if (kernel !== kernelName) return config;
            return {
              ...config,
              kernelFunc(call: never) {
                if (left-- === 0) throw new Error("out of luck");
                return config.kernelFunc(call);
              },
            };
          },
        };
        const backend = await createTfjsBackend(failing, { backend: name, leastFlops: 0 });
        const before = held();
        left = after;
        await expect(backend.blockMoments?.([x, y], pairs)).rejects.toThrow("out of luck");
        expect(held()).toEqual(before);
        // And the backend goes on.
        left = Number.POSITIVE_INFINITY;
        expect((await backend.matmul(x, y, { transA: true })).rows).toBe(40);
      }
    });
  }
});

test("several backends in one process, at once, and tfjs' current one stays", async () => {
  const current = tf.getBackend();
  const backends = await Promise.all([...names, ...names].map(open));
  const expected = await referenceBackend.matmul(x, y, { transA: true });
  const results = await Promise.all(
    backends.flatMap((backend) => [
      backend.matmul(x, y, { transA: true }),
      backend.matmul(x, y, { transA: true }),
    ]),
  );
  for (const { data } of results) {
    data.forEach((value, p) => {
      // |x||y| of 2500 normal values is about 1600.
      expect(Math.abs(value - expected.data[p]!)).toBeLessThan(1600 * 8 * 2 ** -24);
    });
  }
  expect(tf.getBackend()).toBe(current);
  const [one, ...others] = backends;
  await one?.dispose?.();
  await expect(one?.matmul(x, y, { transA: true })).rejects.toMatchObject({ code: "device-lost" });
  for (const other of others) await other.matmul(x, y, { transA: true });
});

test("a call can be aborted in the middle, and the backend goes on", async () => {
  const backend = await open("cpu");
  const wide = gaussianMatrix(6000, 120, 4);
  const signal = AbortSignal.timeout(60);
  const started = performance.now();
  const calls = Array.from({ length: 50 }, () =>
    backend.matmul(wide, wide, { transA: true, signal }),
  );
  const outcomes = await Promise.allSettled(calls);
  expect(outcomes.some((one) => one.status === "rejected" && one.reason === signal.reason)).toBe(
    true,
  );
  expect(performance.now() - started).toBeLessThan(5000);
  expect((await backend.matmul(x, y, { transA: true })).rows).toBe(40);
});

test("values far outside the range of float32, line by line", async () => {
  const backend = await open("wasm");
  const sizes = [1e-200, 1e-30, 1, 1e30, 1e150];
  const scaled = (a: Matrix) => ({
    ...a,
    data: Float64Array.from(a.data, (value, p) => value * sizes[(p % a.cols) % 5]!),
  });
  const [left, right] = [scaled(x), scaled(y)];
  const expected = await referenceBackend.matmul(left, right, { transA: true });
  const { data } = await backend.matmul(left, right, { transA: true });
  data.forEach((value, p) => {
    const size = sizes[Math.floor(p / 30) % 5]! * sizes[(p % 30) % 5]!;
    expect(Math.abs(value - expected.data[p]!)).toBeLessThanOrEqual(1600 * 8 * 2 ** -24 * size);
  });
});

test("an inner index that comes back in several sums", async () => {
  const backend = await open("wasm");
  const [a, b] = [gaussianMatrix(20_000, 5, 7), gaussianMatrix(20_000, 4, 8)];
  const expected = await referenceBackend.matmul(a, b, { transA: true });
  const { data } = await backend.matmul(a, b, { transA: true });
  data.forEach((value, p) => {
    // |a||b| of 20,000 normal values is about 12,700.
    expect(Math.abs(value - expected.data[p]!)).toBeLessThan(12_700 * 8 * 2 ** -24);
  });
});

test("a result of several tiles", async () => {
  const backend = await open("wasm");
  const wide = gaussianMatrix(6, 4200, 5);
  const narrow = gaussianMatrix(6, 3, 6);
  const gram = await backend.matmul(wide, wide, { transA: true });
  const cross = await backend.matmul(narrow, wide, { transA: true });
  for (const [i, j] of [
    [0, 4199],
    [4199, 0],
    [4100, 4150],
    [17, 4096],
  ] as const) {
    let sum = 0;
    for (let k = 0; k < 6; k++) sum += wide.data[k * 4200 + i]! * wide.data[k * 4200 + j]!;
    expect(Math.abs(gram.data[i * 4200 + j]! - sum)).toBeLessThan(1e-5);
    expect(gram.data[j * 4200 + i]).toBe(gram.data[i * 4200 + j]);
  }
  const expected = await referenceBackend.matmul(narrow, wide, { transA: true });
  cross.data.forEach((value, p) => {
    expect(Math.abs(value - expected.data[p]!)).toBeLessThan(1e-5);
  });
});

test("what cannot be is named", async () => {
  await expect(createTfjsBackend(tf, { backend: "cuda" })).rejects.toThrow(
    'createTfjsBackend: no tfjs backend "cuda"; registered are cpu, wasm; import the package of another one',
  );
  await expect(createTfjsBackend(tf, { leastFlops: Number.NaN })).rejects.toThrow(
    "createTfjsBackend: leastFlops NaN; give a number from 0",
  );
  const bare = { ...tf, engine: () => ({ registry: {}, registryFactory: { wasm: {} } }) };
  await expect(createTfjsBackend(bare)).rejects.toThrow(
    'createTfjsBackend: the tfjs backend wasm does not run here; await tf.setBackend("wasm") first',
  );
  const none = { ...tf, engine: () => ({ registry: {}, registryFactory: {} }) };
  await expect(createTfjsBackend(none)).rejects.toThrow(
    "createTfjsBackend: no backend of tfjs; import one, such as @tensorflow/tfjs-backend-webgpu",
  );
});
