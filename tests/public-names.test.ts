import { join } from "node:path";
import { expect, test } from "vitest";
import { publishedPackages } from "./workspace.js";

// An export is a promise: a change of this list is a decision, and shows in the diff.
for (const { name, folder, exports } of publishedPackages()) {
  for (const [path, { default: entry }] of Object.entries(exports)) {
    test(`public names of ${name}${path.slice(1)}`, async () => {
      expect(Object.keys(await import(join(folder, entry))).sort()).toMatchSnapshot();
    });
  }
}
