import { linksFor } from "./links.mjs";
import { freshFolder, source } from "./paths.mjs";

/** Parts of READMEs that guide pages show: file, heading (none: all of it), and their name here. */
const sections = [
  ["packages/svcca-core", "Coming from google/svcca", "google-svcca"],
  ["packages/svcca-core", "Which measure", "which-measure"],
  ["packages/svcca-core", "Whether to believe it", "significance"],
  ["packages/io", "Large files", "large-files"],
  ["docs/examples/export", undefined, "export"],
  ["bench/accuracy", undefined, "accuracy"],
];

/** Writes each section without its heading, for `@include`. */
export function writeSections() {
  const write = freshFolder("generated");
  for (const [folder, heading, name] of sections) {
    write(`${name}.md`, linksFor(sectionOf(source(`${folder}/README.md`), heading), folder));
  }
  write("results.md", linksFor(sectionOf(source("bench/RESULTS.md")), "bench"));
}

function sectionOf(markdown, heading) {
  if (heading === undefined) return markdown.replace(/^# .*\n+/, "");
  const start = markdown.indexOf(`\n## ${heading}\n`);
  if (start < 0) throw new Error(`no heading "${heading}" to include`);
  const body = markdown.slice(start + heading.length + 5);
  const end = body.search(/^## /m);
  return (end < 0 ? body : body.slice(0, end)).trimStart();
}
