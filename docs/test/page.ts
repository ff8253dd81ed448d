import type { Page } from "playwright-core";

/** Collects what a page says on the console, and what it asks of other hosts. */
export function watchPage(page: Page, address: string, said: string[]): void {
  page.on("console", (message) => {
    // Chromium itself says so when a page asks for a graphics card where there is none.
    if (message.text() === "No available adapters.") return;
    said.push(`${message.type()}: ${message.text()}`);
  });
  page.on("pageerror", (error) => said.push(String(error)));
  page.context().on("request", (request) => {
    const url = request.url();
    if (!url.startsWith(address) && !url.startsWith("blob:")) said.push(`request: ${url}`);
  });
}

/** Script that the page has loaded; not compressed, so that no host needs to be asked how it does. */
export const scriptBytes = (page: Page): Promise<number> =>
  page.evaluate(() =>
    performance
      .getEntriesByType("resource")
      .filter(({ name }) => name.endsWith(".js"))
      .reduce((sum, entry) => sum + (entry as PerformanceResourceTiming).decodedBodySize, 0),
  );

/** What axe-core, which was put into the page before, finds serious. */
export const serious = (page: Page, options: object = {}): Promise<string[]> =>
  page.evaluate(async (chosen) => {
    const { axe } = globalThis as unknown as { axe: { run(options: object): Promise<Found> } };
    interface Found {
      violations: { id: string; impact: string; nodes: { html: string }[] }[];
    }
    const { violations } = await axe.run({ resultTypes: ["violations"], ...chosen });
    return violations
      .filter(({ impact }) => impact === "serious" || impact === "critical")
      .map(({ id, nodes }) => `${id}: ${nodes[0]!.html.slice(0, 200)}`);
  }, options);
