import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startChromium } from "../../tests/browser.js";
import { fromCodeLink, toCodeLink } from "../src/examples/link.js";
import { ready, serveSite } from "./site.js";

const folder = fileURLToPath(new URL("../examples", import.meta.url));
const names = readdirSync(folder)
  .filter((name) => /^\d\d-.*\.ts$/.test(name))
  .map((name) => name.slice(0, -3));
const page = readFileSync(`${folder}/index.md`, "utf8");

/** What each must show: what the command line prints of the same, or what the mathematics says. */
const claims: Record<string, readonly RegExp[]> = {
  "01-two-layers": [/^similarity 0\.5597, by chance 0\.1906$/, /^20 of 22 directions/, /^<svg /],
  "02-rotated-neurons": [/^neuron by neuron: 0\.[12]/, /^SVCCA: 1\.000000$/, /^CKA: [01]\.\d{6}$/],
  "03-datapoints": [/^75 datapoints: similarity 0\.7\d\d, expected 0\.7/],
  "04-layer-by-layer": [/^logits of both: 0\.7627$/, /^<svg /],
  "05-over-training": [/^conv1 at 35 %: 0\.957$/],
  "06-shards": [/^in three parts: 0\./, /^in one: +0\./, /1e-12: true$/],
  "07-by-frequency": [/^mean over 4 x 4 frequencies: 0\.4408$/, /^<svg /],
};

test("every example has claims, and stands on the page with its button", () => {
  expect(names).toEqual(Object.keys(claims));
  for (const name of names) {
    expect(page).toContain(`<<< @/examples/${name}.ts`);
    expect(page).toContain(`<TryIt name="${name}" />`);
  }
});

const shownBy = new Map<string, readonly string[]>();
describe("in Node", () => {
  test.each(names)("%s shows what it claims", async (name) => {
    const { default: shown } = await import(`${folder}/${name}.ts`);
    for (const [i, claim] of claims[name]!.entries()) expect(shown[i]).toMatch(claim);
    for (const one of shown) expect(one).not.toMatch(/NaN|undefined/);
    shownBy.set(name, shown);
  });
});

describe.skipIf(!ready)("in the page", () => {
  let browser: Browser;
  let tab: Page;
  let site: Awaited<ReturnType<typeof serveSite>>;
  const said: string[] = [];

  beforeAll(async () => {
    site = await serveSite();
    browser = await startChromium();
    tab = await browser.newPage();
    tab.setDefaultTimeout(20_000);
    tab.on("console", (message) => said.push(`${message.type()}: ${message.text()}`));
    tab.on("pageerror", (error) => said.push(String(error)));
    await tab.goto(`${site.address}examples/`);
    await tab.waitForSelector(".try-it");
  });
  afterAll(async () => {
    await browser?.close();
    site?.close();
  });
  const box = (name: string) => tab.locator(".try-it").nth(names.indexOf(name));

  test.each(names)("%s shows the same as in Node", async (name) => {
    const own = box(name);
    await own.getByRole("button", { name: "Run" }).click();
    await own.locator(".line").first().waitFor();
    const lines = await own.locator(".line").allTextContents();
    const wanted = shownBy.get(name)!;
    expect(lines).toEqual(wanted.filter((one) => !one.startsWith("<svg")));
    const drawn = await own
      .locator("img")
      .evaluateAll((all) => all.map((one) => one.getAttribute("src")!));
    expect(drawn.length).toBe(wanted.length - lines.length);
    for (const src of drawn) expect(src).toContain("svg%20xmlns");
    expect(said).toEqual([]);
  });

  test("can be edited, holds the program in its link, and says what is wrong in one line", async () => {
    const code = 'const n: number = await Promise.resolve(2);\nexport default ["ä " + n];';
    const link = toCodeLink("06-shards", code);
    expect(fromCodeLink(`#${link}`, "06-shards")).toBe(code);
    expect(fromCodeLink(`#${link.slice(0, -1)}`, "01-two-layers")).toBeUndefined();
    await tab.goto("about:blank");
    await tab.goto(`${site.address}examples/#${link}`);
    const own = box("06-shards");
    await own.locator("textarea").waitFor();
    expect(await own.locator(".line").count()).toBe(0);
    await own.getByRole("button", { name: "Run" }).click();
    await own.locator(".line").waitFor();
    expect(await own.locator(".line").textContent()).toBe("ä 2");
    await own.locator("textarea").fill('import "node:fs";\nexport default [];');
    await own.getByRole("button", { name: "Run" }).click();
    await own.locator(".problem").waitFor();
    expect(await own.locator(".problem").textContent()).toMatch(/^Error: "node:fs" is not here/);
    await own.locator("textarea").fill("for (;;);");
    await own.getByRole("button", { name: "Run" }).click();
    await own.getByRole("button", { name: "Stop" }).click();
    await own.getByRole("button", { name: "Run" }).waitFor();
    expect(said).toEqual([]);
  });
});
