import { defineConfig } from "vitepress";
import { commandPages, guidePages, packagePages } from "./pages.js";

/** Where the site lies on its server; every host serves it from some folder. */
const base = process.env.DOCS_BASE ?? "/svcca/";

/** Pages with wide tables or programs, which need the room of the outline. */
const wide = [
  /^commands\//,
  /^examples\//,
  /^guide\/(accuracy|clusters|convolutional|dynamics|export|fourier|google-svcca|imagenet-plan|performance|significance|what-it-answers|which-measure)\.md$/,
];

/** Pages with a table whose last column holds sentences. */
const sentences = /^guide\/(convolutional|google-svcca|which-measure)\.md$/;

export default defineConfig({
  title: "SVCCA",
  description: "Did two layers, two networks or two moments of training learn the same thing?",
  lang: "en",
  base,
  cleanUrls: false,
  srcExclude: ["README.md", "examples/{export,cluster}/**", "generated/**", "node_modules/**"],
  transformPageData({ relativePath, frontmatter }) {
    if (wide.some((one) => one.test(relativePath))) frontmatter.aside = false;
    if (sentences.test(relativePath)) frontmatter.pageClass = "sentences";
  },
  markdown: {
    math: true,
    // The usual themes are too pale for some eyes.
    theme: { light: "github-light-high-contrast", dark: "github-dark-high-contrast" },
  },
  // A page is fetched when it is asked for: some hold formulas that are larger than all scripts.
  router: { prefetchLinks: false },
  head: [
    ["link", { rel: "icon", type: "image/svg+xml", href: `${base}favicon.svg` }],
    // Gives the headers that threads need, where the server does not. The playground reloads once
    // it is there; other pages need no reload.
    ["script", {}, "window.coi = { quiet: true, doReload() {}, coepCredentialless: () => false };"],
    ["script", { src: `${base}coi-serviceworker.js` }],
  ],
  themeConfig: {
    search: { provider: "local" },
    outline: { level: [2, 3] },
    nav: [
      { text: "Playground", link: "/playground" },
      { text: "Live training", link: "/live" },
      { text: "Guide", link: "/guide/what-it-answers" },
      { text: "Examples", link: "/examples/" },
      { text: "Commands", link: "/commands/" },
      { text: "Packages", link: "/packages/" },
      { text: "API", link: "/api/" },
    ],
    sidebar: {
      "/guide/": guidePages,
      "/commands/": commandPages(),
      "/packages/": packagePages(),
      "/api/": packagePages(),
    },
    footer: { message: "Apache-2.0. Nothing that you open here leaves your machine." },
  },
  vite: {
    worker: { format: "es" },
    build: { chunkSizeWarningLimit: 3000 },
  },
});
