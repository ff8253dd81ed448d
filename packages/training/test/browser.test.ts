import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Browser, chromium, type Page } from "playwright-core";
import { build } from "vite";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const executablePath = "/usr/bin/chromium";
const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "svcca-training-"));
const flags =
  "--headless=new --no-sandbox --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync --enable-unsafe-webgpu --enable-unsafe-swiftshader";

interface InPage {
  gradients(backend: string): Promise<string[]>;
  train(backend: string): Promise<number>;
}
let browser: Browser;
let page: Page;
let close = () => {};

// A real browser with a bundled page, as an application has it; without Debian's chromium skipped.
describe.skipIf(!existsSync(executablePath))("training in Chromium", () => {
  beforeAll(async () => {
    await build({
      root: at("./browser"),
      configFile: false,
      logLevel: "silent",
      build: {
        outDir: folder,
        emptyOutDir: true,
        minify: false,
        rollupOptions: { input: at("./browser/page.ts"), output: { entryFileNames: "page.js" } },
      },
    });
    writeFileSync(
      join(folder, "index.html"),
      '<!doctype html><script type="module" src="/page.js"></script>',
    );
    const server = createServer((request, response) => {
      const script = request.url === "/page.js";
      response.setHeader("Content-Type", script ? "text/javascript" : "text/html");
      response.end(readFileSync(join(folder, script ? "page.js" : "index.html")));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    close = () => server.close();
    browser = await chromium.launch({ executablePath, args: flags.split(" ") });
    page = await browser.newPage();
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    await page.waitForFunction("globalThis.train");
  });
  afterAll(async () => {
    await browser?.close();
    close();
    rmSync(folder, { recursive: true, force: true });
  });

  for (const name of ["webgpu", "webgl"]) {
    test(`gradients through ${name} agree with the cpu backend`, { timeout: 300_000 }, async () => {
      const [cases, ...wrong] = await page.evaluate(
        (backend) => (globalThis as unknown as InPage).gradients(backend),
        name,
      );
      expect(wrong).toEqual([]);
      expect(cases).toBe("27 cases");
    });

    test(`a network learns through ${name}`, { timeout: 300_000 }, async () => {
      const learned = await page.evaluate(
        (backend) => (globalThis as unknown as InPage).train(backend),
        name,
      );
      // Chance is 0.1.
      expect(learned).toBeGreaterThan(0.4);
    });
  }
});
