import { posix } from "node:path";

/** Where a file of the repository stands on the site. */
const pages = {
  "apps/cli": "/packages/cli",
  "bench/RESULTS.md": "/guide/performance",
  bench: "/guide/performance",
  "bench/accuracy/README.md": "/guide/accuracy",
  "docs/examples/export": "/guide/export",
  fixtures: "/packages/fixtures",
};

function pageOf(path) {
  const plain = path.replace(/\/$/, "").replace(/\/README\.md$/, "");
  const inPackages = /^packages\/([^/]+)$/.exec(plain);
  return pages[path] ?? pages[plain] ?? (inPackages ? `/packages/${inPackages[1]}` : undefined);
}

/**
 * Links of a text in `folder` as links of the site; what has no page keeps its words only. Pictures
 * stay where they are: seen from a folder of `docs/`, as all pages made here lie in one.
 */
export function linksFor(markdown, folder) {
  return markdown.replace(/(!?)\[([^\]]+)\]\(([^)\s]+)\)/g, (whole, picture, text, target) => {
    if (/^(https?:|#)/.test(target)) return whole;
    if (picture) return `![${text}](${posix.join("../..", folder, target)})`;
    const page = pageOf(posix.join(folder, target));
    return page ? `[${text}](${page})` : text;
  });
}
