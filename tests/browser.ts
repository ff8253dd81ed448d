import { existsSync, readFileSync, statSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join } from "node:path";
import { chromium } from "playwright-core";

const executablePath = "/usr/bin/chromium";

/** Whether Debian's chromium is there; tests in a browser are skipped without. */
export const hasChromium = existsSync(executablePath);

/** A headless browser that asks the network for nothing by itself. */
export const startChromium = (...flags: string[]) =>
  chromium.launch({
    executablePath,
    args: [
      "--headless=new",
      "--no-sandbox",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      ...flags,
    ],
  });

const types: Record<string, string> = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".mjs": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
  ".json": "application/json",
};

/** A server of files, as a plain host is one. */
export interface FileServer {
  /** Without a slash at its end. */
  readonly host: string;
  close(): void;
}

/**
 * Serves what `fileOf` finds for a path, which begins with a slash and names `index.html` where it
 * ended with one.
 */
export async function serveFiles(
  fileOf: (path: string) => string | undefined,
): Promise<FileServer> {
  const server = createServer(({ url = "/" }, response) => {
    const { pathname } = new URL(url, "http://host");
    const file = fileOf(decodeURIComponent(pathname).replace(/\/$/, "/index.html"));
    if (!file || !existsSync(file) || !statSync(file).isFile()) {
      return response.writeHead(404).end();
    }
    response.setHeader("Content-Type", types[extname(file)] ?? "application/octet-stream");
    return response.end(readFileSync(file));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const host = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { host, close: () => server.close() };
}

/** Bundles the `page.ts` of a folder into `page.js` of another, as an application has it done. */
export async function bundlePage(root: string, outDir: string): Promise<void> {
  const { build } = await import("vite");
  await build({
    root,
    configFile: false,
    logLevel: "silent",
    worker: { format: "es" },
    build: {
      outDir,
      emptyOutDir: true,
      minify: false,
      rollupOptions: { input: join(root, "page.ts"), output: { entryFileNames: "page.js" } },
    },
  });
}
