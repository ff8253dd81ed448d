import { readdirSync } from "node:fs";
import { linksFor } from "./links.mjs";
import { freshFolder, root, source } from "./paths.mjs";

const folders = [
  ...readdirSync(`${root}packages`).map((name) => `packages/${name}`),
  "apps/cli",
  "fixtures",
];

/** A page for each package: its README. */
export function writePackages() {
  const write = freshFolder("packages");
  const rows = folders.map((folder) => {
    const name = folder.split("/").at(-1);
    write(`${name}.md`, linksFor(source(`${folder}/README.md`), folder));
    const { name: title, description } = JSON.parse(source(`${folder}/package.json`));
    return `| [${title}](/packages/${name}) | ${description} |`;
  });
  write(
    "index.md",
    `# Packages\n\nEach loads in Node and in a browser, but for entries that end in \`/node\`.\n\n| package | does |\n| --- | --- |\n${rows.join("\n")}\n`,
  );
}
