import { spawnSync } from "node:child_process";
import { createWasmBackend } from "@svcca/backend-wasm/node";
import { conformanceCases, gaussianMatrix } from "@svcca/linalg/testing";
import { afterAll, describe, expect, test } from "vitest";
import { backendOn } from "../dist/backend.js";
import { Engine } from "../dist/engine/engine.js";
import { hasRelaxedSimd } from "../dist/engine/kernels.js";
import { enableRelaxedSimd } from "../dist/node/relaxed-simd.js";
import { startThread } from "../dist/node/start-thread.js";
import { enableWide } from "../dist/node/wide.js";

// The tiles for 256 bits compute the same on every engine, if slower; where there is one that joins
// instructions (Node 24), these tests are of what it makes of them.
enableRelaxedSimd();
enableWide(true);
const options = { threads: 2, fused: true, wide: true, startThread };
const wide = {
  float64: backendOn(await Engine.create(options), "float64"),
  float32: backendOn(await Engine.create(options), "float32"),
};
afterAll(() => Promise.all(Object.values(wide).map((backend) => backend.dispose?.())));

for (const [precision, backend] of Object.entries(wide)) {
  describe(`wide tiles, ${precision}`, () => {
    for (const { name, run } of conformanceCases()) test(name, () => run(backend));
  });

  test(`wide tiles give the bits of the others, ${precision}`, async () => {
    const narrow = await createWasmBackend({ threads: 1, precision: precision as "float64" });
    const a = gaussianMatrix(700, 203, 1);
    const b = gaussianMatrix(700, 130, 2);
    const pairs = [
      [0, 0],
      [0, 1],
      [1, 1],
    ] as const;
    // Several times, so that the optimizing compiler has had its turn.
    for (let turn = 0; turn < 20; turn++) {
      expect(await backend.blockMoments([a, b], pairs)).toEqual(
        await narrow.blockMoments([a, b], pairs),
      );
    }
    expect(await backend.matmul(a, a, { transA: true })).toEqual(
      await narrow.matmul(a, a, { transA: true }),
    );
    const gram = await narrow.matmul(a, a, { transA: true });
    expect(await backend.eigh(gram)).toEqual(await narrow.eigh(gram));
    await narrow.dispose?.();
  });
}

// Where the compiler fails it ends the process, so it is another one: all of both modules, at once.
test.skipIf(!enableWide(true))("the compiler of 256 bits takes every kernel", () => {
  const flags = ["--experimental-wasm-revectorize", "--no-liftoff", "--no-wasm-lazy-compilation"];
  const script = `
    import { compileKernels } from ${JSON.stringify(new URL("../dist/engine/kernels.js", import.meta.url).href)};
    for (const relaxed of [false, true]) await compileKernels(relaxed, true);
    console.log("compiled");
  `;
  const args = [...flags, "--input-type=module", "--eval", script];
  const { stdout, status } = spawnSync(process.execPath, args, { encoding: "utf8" });
  expect({ stdout, status }).toEqual({ stdout: "compiled\n", status: 0 });
});

test("auto is wide in the versions that these tests ran on, and in no others", () => {
  const version = Number.parseInt(process.versions.node, 10);
  expect(enableWide("auto")).toBe(process.arch === "x64" && version >= 24 && version <= 26);
  expect(enableWide(false)).toBe(false);
});

test("a wide that is none is named", async () => {
  const options = { wide: "yes" } as unknown as { wide: boolean };
  await expect(createWasmBackend(options)).rejects.toThrow(
    'createWasmBackend: wide "yes"; give true, false or "auto"',
  );
});

test("fused multiply-adds are used where the engine has them", async () => {
  const fused = await createWasmBackend({ threads: 1 });
  const plain = await createWasmBackend({ threads: 1, fused: false });
  const a = gaussianMatrix(100, 100, 1);
  const [one, two] = [await fused.matmul(a, a), await plain.matmul(a, a)];
  // Node has relaxed SIMD from version 20 on, and the two ways round differently.
  expect(hasRelaxedSimd()).toBe(true);
  expect(one).not.toEqual(two);
});
