import { spawnSync } from "node:child_process";
import { createTfjsBackend } from "@svcca/backend-tfjs";
import { conformanceCases, gaussianMatrix } from "@svcca/linalg/testing";
import * as tf from "@tensorflow/tfjs-core";
import { describe, expect, test } from "vitest";

// The package itself cannot be installed without a download, so a stand-in is tested in its place.
describe("a backend like that of tfjs-node", async () => {
  const standIn = new URL("./tfjs-node.mjs", import.meta.url).href;
  await import(/* @vite-ignore */ standIn);
  const backend = await createTfjsBackend(tf, { leastFlops: 0 });
  for (const { name, run } of conformanceCases()) test(name, () => run(backend));

  test("is found before wasm and cpu, and leaves nothing behind", async () => {
    expect(backend.name).toBe("tfjs-tensorflow");
    const x = gaussianMatrix(2500, 40, 1);
    const held = () => [tf.memory().numTensors, tf.findBackend("tensorflow").numDataIds()];
    const before = held();
    await backend.matmul(x, x, { transA: true });
    await backend.blockMoments?.([x, x], [[0, 1]]);
    expect(held()).toEqual(before);
    await backend.dispose?.();
  });
});

// In a process of its own: vitest finds packages in another way.
test("where none is installed, the message says what to install", () => {
  const program = `
    import { loadTensorFlow } from "@svcca/backend-tfjs/node";
    await loadTensorFlow().catch(({ code, message }) => console.log(code + ": " + message));`;
  const { stdout } = spawnSync(process.execPath, ["--input-type=module", "--eval", program], {
    cwd: import.meta.dirname,
    encoding: "utf8",
  });
  expect(stdout).toBe(
    "not-found: neither @tensorflow/tfjs-node-gpu nor @tensorflow/tfjs-node is installed; run npm install @tensorflow/tfjs-node@4.22.0\n",
  );
});

describe("an installation that does not load", () => {
  const standIn = new URL("./tfjs-node.mjs", import.meta.url).href;
  const broken = "data:text/javascript,throw new Error('libcudart is missing')";
  const loaded = (places: Record<string, string>) => {
    const hooks = `export async function resolve(name, context, next) {
      const url = ${JSON.stringify(places)}[name];
      return url ? { url, shortCircuit: true } : next(name, context);
    }`;
    const program = `
      import { register } from "node:module";
      register("data:text/javascript," + encodeURIComponent(${JSON.stringify(hooks)}));
      const { loadTensorFlow } = await import("@svcca/backend-tfjs/node");
      await loadTensorFlow().then(
        (name) => console.log(name),
        ({ code, message }) => console.log(code + ": " + message));`;
    return spawnSync(process.execPath, ["--input-type=module", "--eval", program], {
      cwd: import.meta.dirname,
      encoding: "utf8",
    }).stdout;
  };
  const [gpu, plain] = ["@tensorflow/tfjs-node-gpu", "@tensorflow/tfjs-node"];

  test("of the GPU leaves that without one", () => {
    expect(loaded({ [gpu]: broken, [plain]: standIn })).toBe(`${plain}\n`);
  });

  test("is named where there is no other", () => {
    expect(loaded({ [gpu]: broken })).toBe(
      `unsupported: ${gpu} is installed and does not load (libcudart is missing); run npm rebuild ${gpu}\n`,
    );
  });
});
