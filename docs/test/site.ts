import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { hasChromium, serveFiles } from "../../tests/browser.js";

export const dist = fileURLToPath(new URL("../.vitepress/dist", import.meta.url));
/** Without Debian's chromium, or before the site was built, tests in the browser are skipped. */
export const ready = hasChromium && existsSync(dist);

/** Serves the built site as a plain host does: files under the base path, and no headers. */
export async function serveSite() {
  const { host, close } = await serveFiles((path) =>
    path.startsWith("/svcca/") ? join(dist, path.slice("/svcca/".length)) : undefined,
  );
  return { host, address: `${host}/svcca/`, close };
}
