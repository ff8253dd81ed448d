import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { openNetwork, readIds } from "@svcca/io/node";
import { afterAll, describe, expect, test } from "vitest";

const scripts = fileURLToPath(new URL("../../../docs/examples/export/", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "svcca-export-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const python = ["python3", "/usr/bin/python3"].find(
  (command) => spawnSync(command, ["-c", "import numpy, h5py"]).status === 0,
);
const run = (...args: string[]) =>
  spawnSync(python!, args, {
    encoding: "utf8",
    env: { ...process.env, PYTHONPATH: scripts, PYTHONDONTWRITEBYTECODE: "1" },
  });

describe.skipIf(!python)("what the export scripts write is what we read (needs h5py)", () => {
  test("batch by batch, with layout, labels and ids", async () => {
    const path = join(folder, "run.h5");
    const program = `
import sys, numpy as np
from svcca_export import ActivationFile
with ActivationFile(sys.argv[1], layout="NHWC", compression="gzip") as f:
    for start in (0, 4, 8):
        n = min(4, 10 - start)
        base = np.arange(start, start + n, dtype="float32")
        f.append(
            {"block/conv10": base[:, None, None, None] + np.zeros((n, 2, 3, 5), "float32"),
             "conv2": base[:, None, None, None] + np.zeros((n, 2, 2, 4), "float16"),
             "fc": base[:, None] * np.ones((n, 6))},
            labels=(base % 3).astype("int64"), ids=[f"img-{i:03d}" for i in range(start, start + n)])
`;
    expect(run("-c", program, path)).toMatchObject({ status: 0, stderr: "" });
    const network = await openNetwork(`${path}:activations`);
    expect(network.arrays.map(({ array }) => array)).toEqual(["block/conv10", "conv2", "fc"]);
    for (const { array, open } of network.arrays) {
      const { shape, attributes, read } = await open();
      expect(shape[0]).toBe(10);
      expect(attributes.layout).toBe(array === "fc" ? undefined : "NHWC");
      const width = shape.slice(1).reduce((product, n) => product * n, 1);
      const wanted = Array.from({ length: 10 * width }, (_, i) => Math.floor(i / width));
      expect(Array.from(await read(0, 10))).toEqual(wanted);
    }
    await network.close();
    expect(await readIds(`${path}:ids`)).toEqual(
      Array.from({ length: 10 }, (_, i) => `img-${String(i).padStart(3, "0")}`),
    );
    expect(await readIds(`${path}:labels`)).toEqual([
      "0",
      "1",
      "2",
      "0",
      "1",
      "2",
      "0",
      "1",
      "2",
      "0",
    ]);
  });

  test("all of them are Python", () => {
    const files = readdirSync(scripts).filter((name) => name.endsWith(".py"));
    expect(files.length).toBe(4);
    for (const file of files) {
      const check = "import ast, sys; ast.parse(open(sys.argv[1]).read())";
      expect(run("-c", check, join(scripts, file))).toMatchObject({ status: 0, stderr: "" });
    }
  });
});
