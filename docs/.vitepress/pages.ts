// What stands in the side bars. Lists that other files hold are read from those.
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const at = (path: string) => fileURLToPath(new URL(`../${path}`, import.meta.url));

const page = (folder: string) => (name: string) => {
  const title = /^# (.*)$/m.exec(readFileSync(at(`${folder}/${name}.md`), "utf8"))?.[1] ?? name;
  return { text: title, link: `/${folder}/${name}` };
};

/** The guide, in the order in which it is read. */
const guide = {
  Reading: [
    "what-it-answers",
    "which-measure",
    "datapoints",
    "truncation",
    "convolutional",
    "fourier",
    "dynamics",
    "significance",
  ],
  Doing: ["export", "clusters", "google-svcca"],
  Trusting: ["accuracy", "performance", "imagenet-plan", "citing"],
};

export const guidePages = Object.entries(guide).map(([text, names]) => ({
  text,
  items: names.map(page("guide")),
}));

/** Pages that `scripts/prepare.mjs` writes. */
const generated = (folder: string) => {
  const names = readdirSync(at(folder))
    .filter((name) => name.endsWith(".md") && name !== "index.md")
    .map((name) => name.slice(0, -3));
  return names.map(page(folder));
};

export const commandPages = () => [
  { text: "The svcca command", link: "/commands/", items: generated("commands") },
];
export const packagePages = () => [
  { text: "Packages", link: "/packages/", items: generated("packages") },
  { text: "API", link: "/api/" },
];
