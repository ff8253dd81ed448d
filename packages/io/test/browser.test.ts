import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { openNetwork } from "@svcca/io/node";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { bundlePage, hasChromium, serveFiles, startChromium } from "../../../tests/browser.js";

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "svcca-browser-"));
const plugins = join(dirname(createRequire(import.meta.url).resolve("h5wasm-plugins")), "plugins");

let browser: Browser;
let page: Page;
let close = () => {};
const errors: string[] = [];

interface Read {
  values: number[];
}
interface InPage {
  readHdf5(plugins?: string): Promise<Record<string, Read | string>>;
  openPath(path: string): Promise<string>;
  readBytes(): Promise<Record<string, Read | string>>;
}

// A real browser with a bundled page, as an application has it; without Debian's chromium skipped.
describe.skipIf(!hasChromium)("in Chromium", () => {
  beforeAll(async () => {
    await bundlePage(at("./browser"), folder);
    writeFileSync(
      join(folder, "index.html"),
      '<!doctype html><input type="file"><script type="module" src="/page.js"></script>',
    );
    const server = await serveFiles((path) =>
      path.startsWith("/plugins/")
        ? join(plugins, path.slice("/plugins/".length))
        : join(folder, path),
    );
    close = server.close;
    browser = await startChromium();
    page = await browser.newPage();
    page.on("pageerror", (error) => errors.push(String(error)));
    await page.goto(`${server.host}/`);
  });
  afterAll(async () => {
    await browser?.close();
    close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** What Node reads of the same file. */
  async function inNode(path: string) {
    const network = await openNetwork(path);
    const found: Record<string, object | string> = {};
    for (const { array, open } of network.arrays) {
      try {
        const { shape, dtype, attributes, read } = await open();
        const values = Array.from(await read(0, shape[0] ?? 1));
        found[array] = { shape, dtype, attributes, values };
      } catch (error) {
        found[array] = (error as Error).message;
      }
    }
    await network.close();
    return found;
  }
  const choose = (path: string) => page.setInputFiles("input", path);
  const readHdf5 = (url?: string) =>
    page.evaluate((plugins) => (globalThis as unknown as InPage).readHdf5(plugins), url);

  test("HDF5 from a file input reads as in Node, with plug-ins from a server", async () => {
    for (const name of ["kinds.h5", "plugins.h5"]) {
      await choose(at(`./data/${name}`));
      const found = await readHdf5("plugins");
      const wanted = await inNode(at(`./data/${name}`));
      expect(Object.keys(found)).toEqual(Object.keys(wanted));
      for (const [array, read] of Object.entries(wanted)) {
        if (typeof read === "object") expect(found[array], array).toEqual(read);
        else expect(found[array]).toMatch(/holds text, not numbers/);
      }
    }
    await choose(at("./data/plugins.h5"));
    expect((await readHdf5()).zstd).toMatch(/compressed with zstd, .*h5wasm-plugins/);
  });

  test("links out of the file are not followed, and damage is one line", async () => {
    await choose(at("./data/hostile.h5"));
    const openPath = (path: string) =>
      page.evaluate((p) => (globalThis as unknown as InPage).openPath(p), path);
    expect(await openPath("out")).toMatch(/never followed/);
    expect(await openPath("fine")).toBe("hostile.h5:fine");
    const found = await readHdf5();
    expect(found.outside).toMatch(/needs another file \(\/etc\/hostname\)/);
    expect(found.unwritten).toMatch(/never written/);
    expect((found.fine as Read).values.length).toBe(12);
    const cut = join(folder, "cut.h5");
    writeFileSync(cut, readFileSync(at("./data/kinds.h5")).subarray(0, 50_000));
    await choose(cut);
    expect(await readHdf5().catch((error: Error) => error.message)).toMatch(
      /cut short: the file should have 72840 bytes, 50000 are there/,
    );
  });

  test("npz from a file input reads as in Node", async () => {
    const path = at("../../../fixtures/data/net-a-100.npz");
    await choose(path);
    // As text: so many numbers take seconds on their way out of the page, and in toEqual.
    const found = await page.evaluate(async () =>
      JSON.stringify(await (globalThis as unknown as InPage).readBytes()),
    );
    expect(found === JSON.stringify(await inNode(path))).toBe(true);
  });

  test("nothing went wrong on the page", () => expect(errors).toEqual([]));
});
