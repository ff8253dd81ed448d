import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { publishedPackages, root } from "../workspace.js";
import { type Packed, packAll, run } from "./consumer.js";
import { describePages } from "./in-pages.js";

const packages = publishedPackages();
const entriesOf = ({ name, exports }: (typeof packages)[number]) =>
  Object.keys(exports).map((path) => join(name, path));
const examples = packages.flatMap(({ name, folder }) =>
  [...readFileSync(join(folder, "README.md"), "utf8").matchAll(/```ts\n([\s\S]*?)```/g)].map(
    ([, code], i) => ({ name: `${name.replace("@svcca/", "")}-${i + 1}`, code: code! }),
  ),
);

let packed: Packed;
beforeAll(async () => {
  packed = await packAll();
});
afterAll(() => packed?.remove());

describe("a package alone, from its tarball", () => {
  for (const one of packages) {
    test(`${one.name}: every entry loads`, async () => {
      const peers = Object.fromEntries(one.peers.map(({ name, version }) => [name, version]));
      const dependencies = { [one.name]: packed.tarballs[one.name]!, ...peers };
      const folder = await packed.project(one.name.replace("@svcca/", ""), dependencies);
      const lines = entriesOf(one).map((entry) => `await import(${JSON.stringify(entry)});`);
      writeFileSync(join(folder, "load.js"), `${lines.join("\n")}\nconsole.log("loaded");\n`);
      expect(await run([process.execPath, "load.js"], folder)).toBe("loaded\n");
    });
  }
});

test("the command alone, from its tarball: what it brings along, and that it runs", async () => {
  const only = { "@svcca/cli": packed.tarballs["@svcca/cli"]! };
  const folder = await packed.project("command", only, { flat: true });
  const files = readdirSync(join(folder, "node_modules"), { recursive: true, encoding: "utf8" });
  const sizes = files.map((file) => statSync(join(folder, "node_modules", file)));
  const bytes = sizes.reduce((sum, one) => sum + (one.isFile() ? one.size : 0), 0);
  const isPackage = /(^|\/node_modules\/)(@[^/]+\/)?[^/@.][^/@]*\/package\.json$/;
  // 59 packages, eleven of them ours, and 54 MB when this was set; its README says so.
  expect(files.filter((file) => isPackage.test(file)).length).toBeLessThanOrEqual(61);
  expect(bytes).toBeLessThan(60e6);
  const svcca = join(folder, "node_modules/.bin/svcca");
  const network = join(root, "fixtures/data/net-a-100.npz");
  const layers = [`${network}:fc1`, `${network}:logits`];
  expect(await run([svcca, "compare", ...layers], folder)).toMatch(/^SVCCA similarity/);
});

describePages(() => packed);

describe("all packages, from their tarballs", () => {
  let folder: string;
  beforeAll(async () => {
    const { devDependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
    const used = ["typescript", "fast-check", "@types/node", "@tensorflow/tfjs-backend-cpu"];
    const tools = Object.fromEntries(used.map((name) => [name, devDependencies[name]]));
    const peers = packages.flatMap((one) =>
      one.peers.map(({ name, version }) => [name, version] as const),
    );
    const dependencies = { ...Object.fromEntries(peers), ...packed.tarballs, ...tools };
    folder = await packed.project("all", dependencies);
    for (const { name, code } of examples) {
      writeFileSync(join(folder, `${name}.ts`), code);
      const { outputText } = ts.transpileModule(code, {
        compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022 },
      });
      writeFileSync(join(folder, `${name}.js`), outputText);
    }
  });

  for (const { name } of examples) {
    test(`the example ${name} runs`, async () => {
      expect(await run([process.execPath, `${name}.js`], folder)).toBeDefined();
    });
  }

  for (const [module, resolution] of [
    ["node16", "node16"],
    ["esnext", "bundler"],
  ] as const) {
    test(`the examples have their types: ${resolution}, strict, libraries checked`, async () => {
      const compilerOptions = {
        module,
        moduleResolution: resolution,
        target: "es2022",
        lib: ["es2023", "dom", "esnext.disposable"],
        types: ["node"],
        strict: true,
        noUncheckedIndexedAccess: true,
        skipLibCheck: false,
        noEmit: true,
      };
      const file = join(folder, `tsconfig.${resolution}.json`);
      writeFileSync(file, JSON.stringify({ compilerOptions, include: ["*.ts"] }));
      const said = await run([join(folder, "node_modules/.bin/tsc"), "-p", file], folder).catch(
        ({ message }: Error) => message,
      );
      // Declarations of other packages do not all pass these checks (tfjs, webgpu); ours do.
      const ours = said
        .split("\n")
        .filter((line) => / error TS\d+:/.test(line))
        .filter((line) => !line.startsWith("node_modules/") || line.includes("/@svcca/"));
      expect(ours).toEqual([]);
    });
  }
});
