import { join } from "node:path";
import { Application } from "typedoc";
import { docs, root } from "./paths.mjs";

/** Entry points by the name under which they are imported. */
const entries = {
  "@svcca/core": "packages/svcca-core/src/index.ts",
  "@svcca/core/compat": "packages/svcca-core/src/compat/index.ts",
  "@svcca/linalg": "packages/linalg/src/index.ts",
  "@svcca/linalg/testing": "packages/linalg/src/testing/index.ts",
  "@svcca/io": "packages/io/src/index.ts",
  "@svcca/io/hdf5": "packages/io/src/browser/hdf5.ts",
  "@svcca/io/node": "packages/io/src/node/index.ts",
  "@svcca/viz": "packages/viz/src/index.ts",
  "@svcca/viz/node": "packages/viz/src/node/index.ts",
  "@svcca/dft-preprocessing": "packages/dft-preprocessing/src/index.ts",
  "@svcca/backend-native/node": "packages/backend-native/src/index.ts",
  "@svcca/backend-wasm": "packages/backend-wasm/src/index.ts",
  "@svcca/backend-wasm/node": "packages/backend-wasm/src/node/index.ts",
};

/** The API reference, from the docstrings: a page for each entry point. */
export async function writeApi() {
  const app = await Application.bootstrapWithPlugins({
    plugin: ["typedoc-plugin-markdown"],
    entryPoints: Object.values(entries).map((path) => join(root, path)),
    tsconfig: join(docs, "scripts/tsconfig.api.json"),
    out: join(docs, "api"),
    router: "module",
    readme: "none",
    name: "API reference",
    entryFileName: "index.md",
    disableSources: true,
    excludeExternals: true,
    excludeInternal: true,
    skipErrorChecking: true,
    hidePageHeader: true,
    hideBreadcrumbs: true,
    useHTMLAnchors: true,
    logLevel: "Error",
  });
  const project = await app.convert();
  if (!project) throw new Error("typedoc found nothing to document");
  for (const [name, path] of Object.entries(entries)) {
    // typedoc names a module by its path under the folder that all have in common.
    const module = path.replace(/^packages\/|(\/index)?\.ts$/g, "");
    const found = project.children.find((child) => child.name === module);
    if (!found) throw new Error(`typedoc has no page for ${name}`);
    found.name = name;
  }
  await app.generateOutputs(project);
}
