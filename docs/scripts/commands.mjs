import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { freshFolder, root } from "./paths.mjs";

const run = promisify(execFile);
const help = async (...args) =>
  (await run(process.execPath, [join(root, "apps/cli/bin/svcca.js"), ...args, "--help"])).stdout;

const block = (text) => `\n\`\`\`text\n${text.trim()}\n\`\`\`\n`;

/** A page for each command: what its `--help` prints, which the option tables make. */
export async function writeCommands() {
  const write = freshFolder("commands");
  const all = await help();
  const names = [...all.matchAll(/^ {2}([a-z]+) \[options\] (.*)$/gm)].map(([, name]) => name);
  if (names.length < 5) throw new Error("svcca --help lists no commands");
  const pages = await Promise.all(names.map(async (name) => [name, await help(name)]));
  for (const [name, text] of pages) write(`${name}.md`, commandPage(name, text));
  const list = pages.map(([name, text]) => `- [svcca ${name}](./${name}.md): ${purpose(text)}`);
  write("index.md", `# The svcca command\n\n${list.join("\n")}\n${block(all)}`);
}

/** The paragraph after the usage line. */
const purpose = (text) => text.split("\n\n")[1].replace(/\s+/g, " ").trim();

function commandPage(name, text) {
  const [options, examples] = text.split(/\nExamples:\n/);
  const shown = examples ? `\n## Examples\n${block(dedent(examples))}` : "";
  return `# svcca ${name}\n\nTo ${purpose(text)}.\n${block(options)}${shown}`;
}

const dedent = (text) => text.replace(/^ {2}/gm, "");
