import { existsSync, readFileSync, statSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

const executablePath = "/usr/bin/chromium";
export const dist = fileURLToPath(new URL("../.vitepress/dist", import.meta.url));
/** Without Debian's chromium, or before the site was built, tests in the browser are skipped. */
export const ready = existsSync(executablePath) && existsSync(dist);

const types: Record<string, string> = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
  ".json": "application/json",
};

/** Serves the built site as a plain host does: files under the base path, and no headers. */
export async function serveSite() {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url!, "http://site");
    const path = decodeURIComponent(pathname).replace(/\/$/, "/index.html");
    const file = join(dist, path.replace(/^\/svcca\//, "/"));
    if (!path.startsWith("/svcca/") || !existsSync(file) || !statSync(file).isFile()) {
      return response.writeHead(404).end();
    }
    response.setHeader("Content-Type", types[extname(file)] ?? "application/octet-stream");
    return response.end(readFileSync(file));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const host = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { host, address: `${host}/svcca/`, close: () => server.close() };
}

/** @param flags further ones, such as those that give a software WebGPU. */
export const startBrowser = (...flags: string[]) =>
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
