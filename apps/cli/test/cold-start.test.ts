import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { encodeNpy } from "@svcca/io";
import { gaussianMatrix } from "@svcca/linalg/testing";
import { afterAll, expect, test } from "vitest";
import { bin } from "./run.js";

const folder = mkdtempSync(join(tmpdir(), "svcca-cold-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

// The clock of a busy machine says little; what is loaded says where the time would go.
test("a small comparison loads nothing of figures, GPUs, training, clusters and other commands", () => {
  const [x, loaded] = [join(folder, "x.npy"), join(folder, "loaded.txt")];
  const { rows, cols, data } = gaussianMatrix(100, 5, 1);
  writeFileSync(x, encodeNpy({ shape: [rows, cols], data }));
  const url = (code: string) => `data:text/javascript,${encodeURIComponent(code)}`;
  const hooks = `import { appendFileSync } from "node:fs";
    export const load = (url, context, next) => {
      appendFileSync(${JSON.stringify(loaded)}, url + "\\n");
      return next(url, context);
    };`;
  const register = `import { register } from "node:module"; register(${JSON.stringify(url(hooks))});`;
  const args = ["--import", url(register), bin, "compare", x, x];
  expect(spawnSync(process.execPath, args, { encoding: "utf8" }).stdout).toMatch(/^SVCCA/);
  const modules = readFileSync(loaded, "utf8").trim().split("\n");
  const heavy =
    /viz\/dist\/index|backend-tfjs|tensorflow|training|cluster|d3-|resvg|bullmq|ml-matrix|yazl|h5wasm|commands\/(?!all|compare)/;
  expect(
    modules.filter((one) => heavy.test(one.replace(/^.*\/(?=packages|apps|node_modules)/, ""))),
  ).toEqual([]);
  // Each takes some tenths of a millisecond.
  expect(modules.length).toBeLessThan(355);
  expect(modules.length).toBeGreaterThan(100);
});
