import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { startChromium } from "../../tests/browser.js";
import { scriptBytes, serious, watchPage } from "./page.js";
import { ready, serveSite } from "./site.js";

describe.skipIf(!ready)("the live training page", () => {
  let browser: Browser;
  let page: Page;
  let site: Awaited<ReturnType<typeof serveSite>>;
  const said: string[] = [];

  beforeAll(async () => {
    site = await serveSite();
    browser = await startChromium();
    page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    page.setDefaultTimeout(60_000);
    watchPage(page, site.address, said);
    await page.goto(`${site.address}live.html`);
    await page.waitForSelector(".live");
  });
  afterAll(async () => {
    await browser?.close();
    site?.close();
  });
  afterEach(() => expect(said).toEqual([]));

  const press = (name: string) => page.getByRole("button", { name, exact: true }).click();
  const phase = (name: string) => page.waitForSelector(`.live[data-phase=${name}]`);
  /** All that figures say when pointed at. */
  const hovers = (figure: string) =>
    page.locator(`[aria-label="${figure}"] svg title`).allTextContents();
  const rows = async () => {
    const cells = await page
      .locator(".runs tbody tr")
      .evaluateAll((all) =>
        all.map((row) => [...row.children].map((cell) => cell.textContent ?? "")),
      );
    return cells.map(([seed, epochs, freezing, ...numbers]) => ({
      seed,
      epochs,
      freezing,
      numbers: numbers.map(Number.parseFloat) as [accuracy: number, saved: number, took: number],
    }));
  };

  test("loads less than 200 kB of script before it starts", async () => {
    const bytes = await scriptBytes(page);
    expect(bytes).toBeGreaterThan(50_000);
    expect(bytes).toBeLessThan(200_000);
    const names = await page.evaluate(() =>
      performance.getEntriesByType("resource").map(({ name }) => name),
    );
    expect(names.filter((name) => /worker-|\.wasm/.test(name))).toEqual([]);
  });

  test("both networks reach 80 %, and the curves and maps fill", async () => {
    await page.getByLabel("Length").selectOption("3");
    await press("Start training");
    await page.waitForSelector('[aria-label="settling of seed 1"] svg');
    const early = await hovers("settling of seed 1");
    await phase("done");
    const curves = await hovers("settling of seed 1");
    expect(curves.length).toBeGreaterThan(early.length);
    // Eight layers at thirteen checkpoints; at the last, each is what it is.
    const points = curves.filter((text) => /^\w+, training \(%\) [\d.]+: [\d.]+$/.test(text));
    expect(points.length).toBe(8 * 13);
    expect(points.filter((text) => /training \(%\) 100: 1$/.test(text)).length).toBe(8);
    for (const { numbers, freezing } of await rows()) {
      expect(numbers[0]).toBeGreaterThanOrEqual(80);
      expect(numbers[0]).toBeLessThanOrEqual(100);
      expect(numbers[1]).toBe(0);
      expect(freezing).toBe("no");
    }
    expect((await rows()).map(({ seed }) => seed)).toEqual(["1", "2"]);
  });

  test("layers settle from the bottom up, and the page says how far", async () => {
    const at = async (layer: string, percent: number) => {
      const all = await hovers("settling of seed 1");
      return Number(
        all.find((one) => one.startsWith(`${layer}, training (%) ${percent}:`))!.split(": ")[1],
      );
    };
    expect(await at("conv1", 20)).toBeGreaterThan(await at("fc2", 20));
    const findings = await page.locator(".findings li").allTextContents();
    expect(findings.join("\n")).toMatch(/^From the bottom up\? \w[^:]*: in \d+ of 28 pairs/m);
    expect(findings.join("\n")).not.toMatch(/NaN|undefined|Infinity/);
  });

  test("a slider walks through the checkpoints", async () => {
    const map = () => page.locator('[aria-label="layers of seed 1"] svg').innerHTML();
    const third = await map();
    await page.locator("[data-seed='1'] input[type=range]").focus();
    await page.keyboard.press("End");
    await expect.poll(map).not.toBe(third);
    const diagonal = (await hovers("layers of seed 1")).filter((one) => / 1$|: 1$/.test(one));
    expect(diagonal.length).toBeGreaterThanOrEqual(8);
  });

  test("two seeds are side by side, with every layer of one against every layer of the other", async () => {
    const [first, second] = await Promise.all(
      [1, 2].map((seed) => page.locator(`[data-seed='${seed}']`).boundingBox()),
    );
    expect(second!.x).toBeGreaterThan(first!.x + first!.width - 1);
    expect(Math.abs(second!.y - first!.y)).toBeLessThan(2);
    const cells = (await hovers("seeds")).filter((one) => /\d$/.test(one));
    expect(cells.length).toBe(64);
    expect((await hovers("dynamics")).length).toBeGreaterThanOrEqual(2 * 4 * 64);
  });

  test("can be used by everyone while it shows all of this", async () => {
    const axe = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
    await page.evaluate(readFileSync(axe, "utf8"));
    expect(await serious(page)).toEqual([]);
  });

  test("freezing saves most of the backward work, at the same length", async () => {
    await page.getByRole("switch", { name: /^Freeze/ }).check();
    await press("Train again");
    await phase("training");
    await phase("done");
    const frozen = (await rows()).filter(({ freezing }) => freezing === "yes");
    expect(frozen.length).toBe(2);
    for (const { numbers } of frozen) {
      expect(numbers[0]).toBeGreaterThan(70);
      expect(numbers[1]).toBeGreaterThan(50);
    }
    const findings = (await page.locator(".findings li").allTextContents()).join("\n");
    expect(findings).toMatch(
      /7 of 8 layers were frozen in the end\. Without freezing it came to \d+\.\d %/,
    );
  });

  test("stops in the middle, and starts again", async () => {
    await page.getByLabel("Length").selectOption("16");
    await press("Train again");
    await expect
      .poll(() => page.locator(".said").textContent())
      .toMatch(/^Seed 1: step \d+ of 640; \d of 8 layers frozen/);
    await press("Stop");
    // Had it trained on to the end, it would be done.
    await phase("stopped");
    // Nothing goes on behind it.
    const now = await page.locator(".live").innerHTML();
    await page.waitForTimeout(500);
    expect(await page.locator(".live").innerHTML()).toBe(now);
    expect((await rows()).length).toBe(4);
    await press("Train again");
    await phase("training");
    await press("Stop");
  });
});
