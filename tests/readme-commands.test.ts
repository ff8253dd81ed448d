import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { publishedPackages, root } from "./workspace.js";

const run = promisify(execFile);
const readmes = [
  ...["", "apps/cli", "bench", "docs/examples/export", "fixtures"].map((one) => join(root, one)),
  ...publishedPackages().map(({ folder }) => folder),
].map((folder) => join(folder, "README.md"));

interface Line {
  readonly file: string;
  readonly words: readonly string[];
}
const lines: Line[] = [];

test("code of READMEs is TypeScript that is run, shell that is checked, or output", () => {
  for (const file of readmes) {
    for (const [, language] of readFileSync(file, "utf8").matchAll(
      /^ *```(\S*)\n[\s\S]*?^ *```$/gm,
    )) {
      expect(["ts", "sh", "text"], file).toContain(language);
    }
  }
});

for (const file of readmes) {
  for (const [, code] of readFileSync(file, "utf8").matchAll(/^ *```sh\n([\s\S]*?)^ *```$/gm)) {
    for (const [, command] of code!.matchAll(/^(?:svcca|npm run -s svcca --) ([^#\n]+)/gm)) {
      lines.push({ file: file.slice(root.length), words: command!.trim().split(/\s+/) });
    }
  }
}

test("every command in a README is one, with options that it has", async () => {
  expect(lines.length).toBeGreaterThan(15);
  const names = [...new Set(lines.map(({ words }) => words[0]!))].filter(
    (name) => name !== "COMMAND",
  );
  const helps = await Promise.all(
    names.map(async (name) => {
      const bin = join(root, "apps/cli/bin/svcca.js");
      return [name, (await run(process.execPath, [bin, name, "--help"])).stdout] as const;
    }),
  );
  for (const { file, words } of lines) {
    const help = helps.find(([name]) => name === words[0])?.[1];
    if (help === undefined) continue;
    expect(help, `${file}: ${words.join(" ")}`).toContain(`Usage: svcca ${words[0]}`);
    for (const option of words.filter((word) => /^--?[a-z]/.test(word))) {
      expect(help, `${file}: ${words.join(" ")}`).toMatch(new RegExp(`(^|[\\s,])${option}[\\s,]`));
    }
  }
});
