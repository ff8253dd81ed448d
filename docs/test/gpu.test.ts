import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { startChromium } from "../../tests/browser.js";
import { watchPage } from "./page.js";
import { ready, serveSite } from "./site.js";

const data = fileURLToPath(new URL("../../fixtures/data", import.meta.url));
const software = ["--enable-unsafe-webgpu", "--enable-unsafe-swiftshader"];
// Wide enough that its products are worth a graphics card.
const link = "#a=net-a-100.npz&b=net-b-100.npz&x=conv3&y=conv3&spatial=flatten&layout=NCHW";

describe.skipIf(!ready)("the playground on a GPU", () => {
  let browser: Browser;
  let page: Page;
  let site: Awaited<ReturnType<typeof serveSite>>;
  const said: string[] = [];

  beforeAll(async () => {
    site = await serveSite();
  });
  afterAll(() => site?.close());
  afterEach(async () => {
    await browser?.close();
    expect(said).toEqual([]);
  });

  async function open(hash: string, ...flags: string[]) {
    browser = await startChromium(...flags);
    page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    page.setDefaultTimeout(30_000);
    watchPage(page, site.address, said);
    await page.goto(`${site.address}playground.html${hash}`);
    await page.waitForFunction(() => crossOriginIsolated);
    await page.waitForSelector(".playground");
    await page.setInputFiles('input[aria-label="Files"]', [
      `${data}/net-a-100.npz`,
      `${data}/net-b-100.npz`,
    ]);
    await page.waitForSelector(".networks li");
  }
  const toggle = () => page.getByRole("switch", { name: "Compute on the GPU" });
  async function compare() {
    await page.getByRole("button", { name: /^Compare/ }).click();
    await page.waitForSelector("article:not(.stale) [data-test=times]");
    await page.waitForSelector(".ask .run button.primary");
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: "Save JSON" }).click(),
    ]);
    return {
      document: JSON.parse(readFileSync((await download.path())!, "utf8")),
      times: await page.locator("[data-test=times]").textContent(),
    };
  }

  test("has the numbers of the processor to 1e-4, and both times", async () => {
    await open(link, ...software);
    await expect.poll(() => toggle().isEnabled()).toBe(true);
    const cpu = await compare();
    expect(cpu.document.backend).toBe("wasm");
    expect(cpu.times).toMatch(/^wasm on threads: \d+\.\d\d s$/);
    await toggle().check();
    const gpu = await compare();
    expect(gpu.document.backend).toBe("tfjs-webgpu");
    expect(gpu.times).toMatch(/^tfjs-webgpu: [\d.]+ s; processor: [\d.]+ s$/);
    expect(gpu.document.similarity).not.toBe(cpu.document.similarity);
    expect(Math.abs(gpu.document.similarity - cpu.document.similarity)).toBeLessThan(1e-4);
    expect(await page.locator(".code pre").first().textContent()).toMatch(/ --backend webgpu$/);
    await toggle().uncheck();
    expect((await compare()).times).toMatch(/^wasm on threads: [\d.]+ s; GPU: [\d.]+ s$/);
  });

  test("says why there is none, and follows a link from where there is one", async () => {
    await open(`${link}&device=gpu`);
    await expect
      .poll(() => page.locator("label.switch + .note").textContent())
      .toMatch(/^\s*(This browser has no WebGPU|WebGPU finds no graphics card here)\s*$/);
    expect(await toggle().isDisabled()).toBe(true);
    expect(await toggle().isChecked()).toBe(false);
  });
});
