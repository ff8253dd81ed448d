import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startChromium } from "../../tests/browser.js";
import { serious, watchPage } from "./page.js";
import { dist, ready, serveSite } from "./site.js";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const pages = ready
  ? (readdirSync(dist, { recursive: true, encoding: "utf8" }) as string[])
      .filter((name) => name.endsWith(".html"))
      .sort()
  : [];
/** The pages of commands and of the reference are of one make each: one of them is looked at. */
const looked = pages.filter(
  (name) => !/^(api|commands)\//.test(name) || /\/(io|index|compare)\.html$/.test(name),
);

describe.skipIf(!ready)("pages of the site", () => {
  test("are all there", () => {
    expect(pages.length).toBeGreaterThan(35);
    for (const name of [
      "index",
      "playground",
      "live",
      "commands/compare",
      "packages/io",
      "api/index",
    ]) {
      expect(pages).toContain(`${name}.html`);
    }
  });

  test("link to pages and anchors that are there", () => {
    const read = (name: string) => readFileSync(join(dist, name), "utf8");
    const html = new Map(pages.map((name) => [name, read(name)]));
    const lost: string[] = [];
    for (const [name, text] of html) {
      for (const [, href] of text.matchAll(/<a [^>]*href="([^"]+)"/g)) {
        const url = new URL(href!.replaceAll("&amp;", "&"), `http://site/svcca/${name}`);
        if (url.host !== "site" || name === "404.html") continue;
        const path = decodeURIComponent(url.pathname).replace(/^\/svcca\//, "");
        const target = path === "" || path.endsWith("/") ? `${path}index.html` : path;
        const found = html.get(target);
        const anchor = decodeURIComponent(url.hash.slice(1));
        if (found === undefined) lost.push(`${name}: ${href}`);
        else if (anchor !== "" && target !== "playground.html" && !found.includes(`id="${anchor}"`))
          lost.push(`${name}: ${href}`);
      }
    }
    expect(lost).toEqual([]);
  });

  test("show the pictures of the READMEs", () => {
    const readme = readFileSync(join(dist, "../../../packages/training/README.md"), "utf8");
    const page = readFileSync(join(dist, "packages/training.html"), "utf8");
    const wanted = [...readme.matchAll(/^!\[(.+?)\]/gm)].map(([, text]) => text);
    const found = [...page.matchAll(/<img src="([^"]+)" alt="([^"]+)"/g)];
    expect(found.map(([, , alt]) => alt)).toEqual(wanted);
    for (const [, src] of found)
      expect(existsSync(join(dist, src!.replace("/svcca/", "")))).toBe(true);
  });

  test("name no other host in what they load", () => {
    for (const name of pages) {
      const text = readFileSync(join(dist, name), "utf8");
      const loaded = [...text.matchAll(/<(?:script|link|img)[^>]*(?:src|href)="([^"]+)"/g)];
      for (const [, url] of loaded) expect(url, name).toMatch(/^\/svcca\//);
    }
  });
});

describe.skipIf(!ready)("pages in Chromium", () => {
  let browser: Browser;
  let page: Page;
  let site: Awaited<ReturnType<typeof serveSite>>;
  const said: string[] = [];

  beforeAll(async () => {
    site = await serveSite();
    browser = await startChromium();
    page = await browser.newPage({ viewport: { width: 390, height: 800 } });
    watchPage(page, site.address, said);
  });
  afterAll(async () => {
    await browser?.close();
    site?.close();
  });

  const overflow = () =>
    page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );

  test.each(looked)("%s can be used by everyone, on a phone, light and dark", async (name) => {
    await page.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" });
    await page.goto(site.address + name);
    await page.waitForSelector(
      /^(live|playground)\.html$/.test(name) ? ".playground" : "#VPContent",
    );
    expect(await overflow()).toBe(0);
    await page.evaluate(axe);
    expect(await serious(page)).toEqual([]);
    // In the dark only colours are others.
    await page.emulateMedia({ colorScheme: "dark" });
    await page.waitForSelector("html.dark", { state: "attached" });
    expect(await serious(page, { runOnly: ["color-contrast"] })).toEqual([]);
    expect(said).toEqual([]);
  });

  test("the search finds a command, with what is on the site alone", async () => {
    await page.goto(`${site.address}guide/what-it-answers.html`);
    await page.keyboard.press("Control+k");
    await page.locator(".VPLocalSearchBox input").fill("debiased");
    await page.waitForSelector(".VPLocalSearchBox .result");
    expect(await page.locator(".VPLocalSearchBox .result").count()).toBeGreaterThan(1);
    expect(said).toEqual([]);
  });
});
