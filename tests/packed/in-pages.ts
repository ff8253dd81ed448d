import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";
import type { Browser } from "playwright-core";
import * as vite from "vite";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type FileServer, hasChromium, serveFiles, startChromium } from "../browser.js";
import type { Packed } from "./consumer.js";

const app = new URL("./app/app.ts", import.meta.url);
const plain = new URL("../../docs/examples/plain-page/index.html", import.meta.url);
const bundled =
  '<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,"><script type="module" src="app.js"></script>';

/** Tests of the packages in pages that a file server hands out: bundled, and as they are installed. */
export function describePages(packed: () => Packed): void {
  describe.skipIf(!hasChromium)("from the tarballs, in Chromium", () => {
    let folder: string;
    let browser: Browser;
    let server: FileServer;

    beforeAll(async () => {
      const wanted = ["backend-wasm", "core", "dft-preprocessing", "io", "viz"];
      const { tarballs, project } = packed();
      const dependencies = wanted.map((name) => [`@svcca/${name}`, tarballs[`@svcca/${name}`]!]);
      folder = await project("app", Object.fromEntries(dependencies), { flat: true });
      cpSync(fileURLToPath(app), join(folder, "app.ts"));
      cpSync(fileURLToPath(plain), join(folder, "index.html"));
      server = await serveFiles((path) => join(folder, path));
      browser = await startChromium();
    });
    afterAll(async () => {
      await browser?.close();
      server?.close();
    });

    /** Opens a page, which asks for nothing outside of its folder, and gives what it found. */
    async function open(path: string): Promise<unknown> {
      const tab = await browser.newPage();
      const said: string[] = [];
      tab.on("console", (message) => said.push(message.text()));
      tab.on("pageerror", (error) => said.push(String(error)));
      tab.on("request", (request) => {
        if (!request.url().startsWith(`${server.host}${path}`)) said.push(request.url());
      });
      await tab.goto(`${server.host}${path}`);
      await tab.waitForFunction(() => "found" in globalThis).catch(() => undefined);
      const found = await tab.evaluate(() => (globalThis as { found?: unknown }).found);
      await tab.close();
      expect(said).toEqual([]);
      return found;
    }
    const found = {
      similarity: expect.closeTo(1, 12),
      backend: "wasm",
      values: 1800,
      drawn: 1,
    };

    const bundlers: Record<string, (outdir: string) => Promise<unknown>> = {
      esbuild: (outdir) =>
        esbuild.build({
          absWorkingDir: folder,
          entryPoints: ["app.ts"],
          bundle: true,
          format: "esm",
          minify: true,
          outdir,
          logLevel: "silent",
        }),
      vite: (outdir) =>
        vite.build({
          root: folder,
          configFile: false,
          logLevel: "silent",
          worker: { format: "es" },
          build: {
            outDir: outdir,
            target: "es2022",
            rollupOptions: { input: join(folder, "app.ts"), output: { entryFileNames: "app.js" } },
          },
        }),
    };
    for (const [name, bundle] of Object.entries(bundlers)) {
      test(`bundled by ${name}: reads, compares and draws, and asks for nothing else`, async () => {
        const site = join(folder, "sites", name);
        mkdirSync(site, { recursive: true });
        await bundle(site);
        writeFileSync(join(site, "index.html"), bundled);
        expect(await open(`/sites/${name}/`)).toEqual(found);
      });
    }

    test("without a bundler, by an import map", async () => {
      expect(await open("/")).toEqual(found);
    });
  });
}
