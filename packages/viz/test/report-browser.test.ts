import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { heatMap, htmlReport } from "@svcca/viz";
import axe from "axe-core";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { hasChromium, startChromium } from "../../../tests/browser.js";
import {
  align,
  classes,
  compare,
  dynamics,
  grid,
  groups,
  layers,
  trainings,
} from "./report-documents.js";

// Skipped, and counted as such, where Debian's chromium is not installed.
describe.skipIf(!hasChromium)("the report in Chromium", () => {
  const documents = [
    compare(),
    grid(4),
    dynamics(4),
    classes(5),
    trainings(3, 3),
    groups(),
    align(),
  ];
  const said: string[] = [];
  let folder: string;
  let address: string;
  let browser: Browser;
  let page: Page;
  const tip = () => page.locator("#tip");
  const plotOf = (title: string) => page.locator(`.plot[aria-label^="${title}"]`);

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "svcca-report-"));
    const file = join(folder, "report.html");
    address = pathToFileURL(file).href;
    writeFileSync(file, htmlReport(documents));
    browser = await startChromium();
    page = await browser.newPage({ colorScheme: "light", viewport: { width: 900, height: 700 } });
    page.on("console", (message) => said.push(`${message.type()}: ${message.text()}`));
    page.on("pageerror", (error) => said.push(String(error)));
    page.on("request", (request) => said.push(`request: ${request.url()}`));
    await page.goto(address);
  });
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  test("opens from disk without an error and asks for nothing but itself", async () => {
    await page.waitForTimeout(200);
    expect(said).toEqual([`request: ${address}`]);
  });

  test("shows the exact value under the pointer", async () => {
    // The background comes first, then the cells row by row from the first layer on.
    const cell = (index: number) =>
      plotOf("SVCCA similarity, layer by layer")
        .locator("rect")
        .nth(index + 1);
    await cell(7).scrollIntoViewIfNeeded();
    await page.waitForTimeout(100);
    for (const [index, text] of [
      [7, "layer1, layer3: 0.333333333"],
      [10, "layer2, layer2: 1"],
      [3, "layer0, layer3: no value"],
    ] as const) {
      // Forced, since the line through a missing value lies over its cell.
      await cell(index).hover({ force: true });
      expect(await tip().isVisible()).toBe(true);
      expect(await tip().textContent()).toBe(text);
    }
    await page.mouse.move(2, 2);
    expect(await tip().isVisible()).toBe(false);
  });

  test("moves from value to value by keyboard, and announces them", async () => {
    const plot = plotOf("SVCCA similarity, layer by layer");
    await plot.focus();
    await page.keyboard.press("Home");
    expect(await tip().textContent()).toBe("layer0, layer0: 1");
    await page.keyboard.press("ArrowUp");
    expect(await tip().textContent()).toBe("layer1, layer0: 0.5");
    await page.keyboard.press("ArrowUp");
    await page.keyboard.press("ArrowRight");
    expect(await tip().textContent()).toBe("layer2, layer1: 0.5");
    await page.keyboard.press("End");
    expect(await tip().textContent()).toBe("layer3, layer3: 1");
    expect(await tip().getAttribute("aria-live")).toBe("polite");
    await page.keyboard.press("Escape");
    expect(await tip().isVisible()).toBe(false);
  });

  test("follows a curve by keyboard, also after the page has scrolled to it", async () => {
    await plotOf("Each class").focus();
    await page.keyboard.press("Home");
    await page.keyboard.press("ArrowRight");
    await page.waitForTimeout(150);
    expect(await tip().isVisible()).toBe(true);
    expect(await tip().textContent()).toBe("cat, layer1: 0.2");
  });

  test("reaches every figure and button by Tab", async () => {
    await page.evaluate(() => (document.activeElement as { blur?: () => void } | null)?.blur?.());
    const reached = new Set<string>();
    for (let press = 0; press < 110; press++) {
      await page.keyboard.press("Tab");
      reached.add(
        await page.evaluate(() => {
          const node = document.activeElement!;
          return node.getAttribute("data-file") ?? node.getAttribute("aria-label") ?? "";
        }),
      );
    }
    const titles = await page
      .locator(".plot")
      .evaluateAll((plots) => plots.map((plot) => plot.getAttribute("aria-label")!));
    expect(titles).toHaveLength(13);
    for (const name of [...titles, "grid-2.json", "grid-2.csv", "grid-2-1.svg"]) {
      expect(reached).toContain(name);
    }
  });

  test("downloads the document, its numbers and the light figure", async () => {
    const save = async (name: string) => {
      const [download] = await Promise.all([
        page.waitForEvent("download"),
        page.locator(`button[data-file="${name}"]`).click(),
      ]);
      expect(download.suggestedFilename()).toBe(name);
      return readFileSync((await download.path())!, "utf8");
    };
    expect(JSON.parse(await save("grid-2.json"))).toEqual(documents[1]);
    expect(await save("classes-4.csv")).toContain("layer1,0.2,0.1\n");
    await page.emulateMedia({ colorScheme: "dark" });
    const { values } = grid(4);
    expect(await save("grid-2-1.svg")).toBe(
      heatMap({
        title: "SVCCA similarity, layer by layer",
        values,
        rows: layers(4),
        columns: layers(4),
        rowTitle: "layers of a.npz",
        columnTitle: "layers of b.npz",
      }),
    );
    await page.emulateMedia({ colorScheme: "light" });
  });

  test("is dark for those who prefer it, and light on paper with its tables open", async () => {
    const look = () =>
      page.evaluate(() => {
        const svg = document.querySelector(".plot svg > rect")!;
        return [getComputedStyle(document.body).backgroundColor, getComputedStyle(svg).fill];
      });
    expect(await look()).toEqual(["rgb(247, 247, 249)", "rgb(255, 255, 255)"]);
    await page.emulateMedia({ colorScheme: "dark" });
    expect(await look()).toEqual(["rgb(15, 17, 21)", "rgb(20, 23, 28)"]);
    await page.emulateMedia({ colorScheme: "dark", media: "print" });
    expect(await look()).toEqual(["rgb(255, 255, 255)", "rgb(255, 255, 255)"]);
    const closed = () => page.locator("details:not([open])").count();
    expect(await closed()).toBeGreaterThan(0);
    await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
    expect(await closed()).toBe(0);
    await page.evaluate(() => dispatchEvent(new Event("afterprint")));
    expect(await closed()).toBeGreaterThan(0);
    await page.emulateMedia({ colorScheme: "light", media: "screen" });
  });

  test("fits a narrow screen without scrolling sideways", async () => {
    await page.setViewportSize({ width: 360, height: 640 });
    const wide = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(wide).toBe(0);
  });

  for (const [look, media] of [
    ["light, wide", { colorScheme: "light" }],
    ["dark, wide", { colorScheme: "dark" }],
    ["light, narrow", { colorScheme: "light" }],
  ] as const) {
    test(`has nothing that axe finds hard for people who cannot see or point: ${look}`, async () => {
      const narrow = look.endsWith("narrow");
      await page.setViewportSize(
        narrow ? { width: 360, height: 640 } : { width: 900, height: 700 },
      );
      await page.emulateMedia(media);
      await page.evaluate(() => {
        for (const details of document.querySelectorAll("details")) details.open = true;
      });
      // As a program of ours, since the page's own policy lets no other script in.
      const found =
        await page.evaluate(`${axe.source};axe.run(document, { resultTypes: ["violations"] })
        .then(({ violations, passes }) => ({
          passes: passes.length,
          violations: violations.map(({ id, nodes }) => id + ": " + nodes.slice(0, 3).map(({ html, failureSummary }) => html.slice(0, 200) + failureSummary).join("; ")),
        }))`);
      expect(found).toEqual({ passes: expect.any(Number), violations: [] });
      expect((found as { passes: number }).passes).toBeGreaterThan(20);
    });
  }

  test("said nothing during all of this", () => {
    expect(said.filter((line) => !line.startsWith("request: file:"))).toEqual([]);
  });
});
