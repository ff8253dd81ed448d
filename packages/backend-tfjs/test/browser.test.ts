import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { bundlePage, hasChromium, serveFiles, startChromium } from "../../../tests/browser.js";

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "svcca-tfjs-"));

interface InPage {
  conformance(backend: string): Promise<{ name: string; error?: string }[]>;
  lose(backend: string): Promise<string>;
}
let browser: Browser;
let page: Page;
let close = () => {};

// A real browser with a bundled page, as an application has it; without Debian's chromium skipped.
describe.skipIf(!hasChromium)("in Chromium", () => {
  beforeAll(async () => {
    await bundlePage(at("./browser"), folder);
    writeFileSync(
      join(folder, "index.html"),
      '<!doctype html><script type="module" src="/page.js"></script>',
    );
    const server = await serveFiles((path) => join(folder, path));
    close = server.close;
    browser = await startChromium("--enable-unsafe-webgpu", "--enable-unsafe-swiftshader");
    page = await browser.newPage();
    await page.goto(`${server.host}/`);
    await page.waitForFunction("globalThis.lose");
  });
  afterAll(async () => {
    await browser?.close();
    close();
    rmSync(folder, { recursive: true, force: true });
  });

  for (const name of ["webgpu", "webgl"]) {
    test(`${name} conforms, however small the product`, { timeout: 300_000 }, async () => {
      const [first, ...cases] = await page.evaluate(
        (backend) => (globalThis as unknown as InPage).conformance(backend),
        name,
      );
      expect(first).toEqual({ name: `tfjs-${name}` });
      expect(cases.length).toBeGreaterThan(15);
      expect(cases.filter(({ error }) => error !== undefined)).toEqual([]);
    });

    test(`${name} that is lost is an error`, async () => {
      const said = await page.evaluate(
        (backend) => (globalThis as unknown as InPage).lose(backend),
        name,
      );
      expect(said).toMatch(/^device-lost: tfjs-web.*: the device is lost \(.+\)/);
    });
  }
});
