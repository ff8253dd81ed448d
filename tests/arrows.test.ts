import { join } from "node:path";
import { expect, test } from "vitest";
import { publishedPackages, reachableImports } from "./workspace.js";

/** Which package may import which; ARCHITECTURE.md draws the same arrows. */
const arrows: Record<string, string[]> = {
  "@svcca/dft-preprocessing": ["@svcca/linalg", "fft.js"],
  "@svcca/linalg": ["ml-matrix", "fast-check"],
  "@svcca/core": ["@svcca/linalg", "@svcca/dft-preprocessing"],
  "@svcca/io": ["@svcca/linalg", "fflate", "h5wasm", "h5wasm-plugins", "yazl"],
  "@svcca/backend-wasm": ["@svcca/linalg"],
  "@svcca/backend-native": ["@svcca/linalg", "onnxruntime-node"],
  "@svcca/backend-tfjs": [
    "@svcca/linalg",
    "@tensorflow/tfjs-core",
    "@tensorflow/tfjs-backend-webgpu",
    "webgpu",
  ],
  "@svcca/cluster": [
    "@svcca/core",
    "@svcca/io",
    "@svcca/linalg",
    "aws4fetch",
    "bullmq",
    "ioredis",
    "pg",
  ],
  "@svcca/training": [
    "@svcca/backend-tfjs",
    "@svcca/core",
    "@svcca/io",
    "@svcca/linalg",
    "@tensorflow/tfjs-backend-wasm",
    "@tensorflow/tfjs-core",
    "@tensorflow/tfjs-layers",
  ],
  "@svcca/viz": ["d3-scale", "d3-scale-chromatic", "@resvg/resvg-js", "dejavu-fonts-ttf"],
};

const packageOf = (target: string) =>
  target
    .split("/")
    .slice(0, target.startsWith("@") ? 2 : 1)
    .join("/");

for (const { name, folder, exports, dependencies } of publishedPackages()) {
  test(`${name} imports only what the map allows`, () => {
    const allowed = arrows[name];
    expect(allowed, `${name} is not on the map`).toBeDefined();
    for (const dependency of dependencies) expect(allowed).toContain(dependency);
    for (const { default: entry } of Object.values(exports)) {
      for (const target of reachableImports(join(folder, entry))) {
        if (!target.startsWith("node:")) expect(allowed).toContain(packageOf(target));
      }
    }
  });

  test(`${name}: entries other than /node load in a browser`, () => {
    for (const [path, { default: entry }] of Object.entries(exports)) {
      if (path.endsWith("/node")) continue;
      const node = [...reachableImports(join(folder, entry))].filter((t) => t.startsWith("node:"));
      expect(node, `${name} ${path}`).toEqual([]);
    }
  });
}
