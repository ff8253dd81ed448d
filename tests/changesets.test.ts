import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { publishedPackages, root } from "./workspace.js";

const names = [...publishedPackages().map(({ name }) => name), "@svcca/cli"];
const folder = join(root, ".changeset");

// A release with one that does not parse stops half way.
for (const file of readdirSync(folder).filter((name) => name.endsWith(".md"))) {
  test(`the changeset ${file} names packages that are published, and says something`, () => {
    const text = readFileSync(join(folder, file), "utf8");
    const [, heads = "", words = ""] = /^---\n((?:.+\n)+)---\n\n(.+\n)+$/.exec(text) ?? [];
    for (const line of heads.trim().split("\n")) {
      const [, name, bump] = /^"(.+)": (.+)$/.exec(line) ?? [];
      expect(names).toContain(name);
      expect(["major", "minor", "patch"]).toContain(bump);
    }
    expect(words.length).toBeGreaterThan(20);
  });
}
