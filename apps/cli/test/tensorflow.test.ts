import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { afterAll, describe, expect, test } from "vitest";
import { a, b, bin, svcca } from "./run.js";

const folder = mkdtempSync(join(tmpdir(), "svcca-tensorflow-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

// tfjs-node cannot be installed without a download, so that a stand-in is found in its place.
const hook = pathToFileURL(fileURLToPath(new URL("./tfjs-node.mjs", import.meta.url))).href;
function withTensorFlow(args: readonly string[], standIn = "") {
  // Node 26 warns of register(); what replaces it came after Node 20.
  return spawnSync(process.execPath, ["--no-deprecation", "--import", hook, bin, ...args], {
    encoding: "utf8",
    cwd: folder,
    env: { ...process.env, STAND_IN: standIn, VK_ICD_FILENAMES: "/none.json" },
  });
}
const net = ["--network", "mlp", "--units", "5", "--epochs", "1", "--train", "40", "--test", "20"];
const train = ["train", ...net, "--probe", "20", "--batch-size", "20", "--format", "json"];

describe("where tfjs-node is installed", () => {
  test("--backend tfjs computes with it", () => {
    const compare = ["compare", a, b, "--format", "json"];
    const { stdout, status } = withTensorFlow([...compare, "--backend", "tfjs"]);
    expect(status).toBe(0);
    const found = JSON.parse(stdout);
    const expected = JSON.parse(svcca(...compare).stdout);
    expect(found.backend).toBe("tfjs-tensorflow");
    expect(Math.abs(found.similarity - expected.similarity)).toBeLessThan(1e-4);
  });

  test("training takes it, unless told otherwise", () => {
    for (const [args, backend] of [
      [[], "tensorflow"],
      [["--backend", "tensorflow"], "tensorflow"],
      [["--backend", "wasm"], "wasm"],
    ] as const) {
      const into = ["--output", `run-${args.at(-1) ?? "auto"}`];
      const { stdout, stderr, status } = withTensorFlow([...train, ...args, ...into]);
      expect({ stderr, status }).toEqual({ stderr: "", status: 0 });
      expect(JSON.parse(stdout).backend).toBe(backend);
    }
    const other = withTensorFlow([...train, "--backend", "wasm", "--output", "run-auto"]);
    expect(other.stderr).toMatch(
      /earlier run of other settings \(tfjs: "tensorflow", now "wasm"\)/,
    );
  });

  test("svcca backends says where it comes from", () => {
    const { stdout } = withTensorFlow(["backends"]);
    expect(stdout).toMatch(/^tfjs +float32 +\de-\d+ +[\d.]+$/m);
    expect(stdout).toMatch(/^tfjs: TensorFlow, by @tensorflow\/tfjs-node$/m);
  });
});

describe("where tfjs-node is installed and does not load", () => {
  const reason =
    "@tensorflow/tfjs-node is installed and does not load (The Node.js native addon module (tfjs_binding.node) can not be found at path: /x.); run npm rebuild @tensorflow/tfjs-node";

  test("everything goes on without, and svcca backends says why", () => {
    const compare = ["compare", a, b, "--format", "json", "--backend", "tfjs"];
    expect(JSON.parse(withTensorFlow(compare, "broken").stdout).backend).toBe("tfjs-wasm");
    const trained = withTensorFlow([...train, "--output", "broken"], "broken");
    expect(JSON.parse(trained.stdout).backend).toBe("wasm");
    const { stdout } = withTensorFlow(["backends", "--format", "json"], "broken");
    const tfjs = JSON.parse(stdout).backends.find(
      ({ backend }: { backend: string }) => backend === "tfjs",
    );
    expect(tfjs).toMatchObject({ name: "tfjs-wasm", available: true, tensorflow: reason });
  });

  test("asking for it is an error of one line", () => {
    const { stderr, status } = withTensorFlow(
      [...train, "--backend", "tensorflow", "--output", "none"],
      "broken",
    );
    expect({ stderr, status }).toEqual({ stderr: `svcca: ${reason}\n`, status: 1 });
  });
});

test("where it is not installed, the message says what to install", () => {
  const { stderr, status } = svcca(...train, "--backend", "tensorflow", "--output", folder);
  expect(status).toBe(1);
  expect(stderr).toBe(
    "svcca: neither @tensorflow/tfjs-node-gpu nor @tensorflow/tfjs-node is installed; run npm install @tensorflow/tfjs-node@4.22.0\n",
  );
  expect(svcca("backends").stdout).toMatch(/^tfjs: tfjs-wasm; no TensorFlow: neither .+$/m);
});
