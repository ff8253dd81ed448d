import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { publishedPackages, root } from "./workspace.js";

// Inside the checkout, so that the packages are found by name as a reader's program would.
const folder = mkdtempSync(join(root, "tests", ".readme-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const readmes = [root, ...publishedPackages().map((p) => p.folder)].map((p) =>
  join(p, "README.md"),
);

for (const file of readmes) {
  const blocks = [...readFileSync(file, "utf8").matchAll(/```ts\n([\s\S]*?)```/g)].map(
    ([, b]) => b!,
  );
  test(`${file.slice(root.length)} has an example`, () => {
    expect(blocks.length).toBeGreaterThan(0);
  });
  blocks.forEach((block, i) => {
    test(`${file.slice(root.length)}: example ${i + 1} runs`, async () => {
      const target = join(folder, `${file.slice(root.length).replaceAll("/", "-")}-${i}.ts`);
      writeFileSync(target, block);
      await import(target);
    });
  });
}
