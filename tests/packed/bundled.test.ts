import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";
import { type Browser, chromium } from "playwright-core";
import * as vite from "vite";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Packed, packAll } from "./consumer.js";

const executablePath = "/usr/bin/chromium";
const flags =
  "--no-sandbox --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync";
const types: Record<string, string> = { ".html": "text/html", ".js": "text/javascript" };
const page =
  '<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,"><script type="module" src="app.js"></script>';

// The packages as an application gets them, bundled, in a page that a file server hands out.
describe.skipIf(!existsSync(executablePath))("bundled from the tarballs, in Chromium", () => {
  let packed: Packed;
  let folder: string;
  let browser: Browser;
  let server: Server;
  const site = (name: string) => join(folder, "sites", name);

  beforeAll(async () => {
    packed = await packAll();
    const wanted = ["backend-wasm", "core", "dft-preprocessing", "io", "viz"];
    const tarballs = wanted.map((name) => [`@svcca/${name}`, packed.tarballs[`@svcca/${name}`]!]);
    folder = await packed.project("app", Object.fromEntries(tarballs));
    cpSync(fileURLToPath(new URL("./app/app.ts", import.meta.url)), join(folder, "app.ts"));
    server = createServer(({ url = "/" }, response) => {
      const file = join(folder, "sites", url.endsWith("/") ? `${url}index.html` : url);
      if (!existsSync(file)) return response.writeHead(404).end();
      return response
        .setHeader("Content-Type", types[extname(file)] ?? "application/octet-stream")
        .end(readFileSync(file));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    browser = await chromium.launch({ executablePath, args: flags.split(" ") });
  });
  afterAll(async () => {
    await browser?.close();
    server?.close();
    packed?.remove();
  });

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
    test(`${name}: reads, compares and draws, and asks for nothing else`, async () => {
      mkdirSync(site(name), { recursive: true });
      await bundle(site(name));
      writeFileSync(join(site(name), "index.html"), page);
      const tab = await browser.newPage();
      const said: string[] = [];
      const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
      tab.on("console", (message) => said.push(message.text()));
      tab.on("pageerror", (error) => said.push(String(error)));
      tab.on("request", (request) => {
        if (!request.url().startsWith(`${origin}${name}/`)) said.push(request.url());
      });
      await tab.goto(`${origin}${name}/`);
      await tab.waitForFunction(() => "found" in globalThis).catch(() => undefined);
      const found = await tab.evaluate(() => (globalThis as { found?: unknown }).found);
      await tab.close();
      expect(said).toEqual([]);
      expect(found).toEqual({
        similarity: expect.closeTo(1, 12),
        backend: "wasm",
        values: 1800,
        drawn: 1,
      });
    });
  }
});
