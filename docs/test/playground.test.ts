import { execFileSync } from "node:child_process";
import {
  closeSync,
  ftruncateSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { openNetwork, writeArrays } from "@svcca/io/node";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { startChromium } from "../../tests/browser.js";
import { scriptBytes, watchPage } from "./page.js";
import { ready, serveSite } from "./site.js";

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const data = at("../../fixtures/data");
const svcca = at("../../apps/cli/bin/svcca.js");

/** What the command prints for the command line that the page shows, run beside the files. */
const commandLine = (line: string, folder: string) => {
  const words = line.split(" ").slice(1);
  const out = execFileSync(process.execPath, [svcca, ...words, "--format", "json", "--quiet"], {
    cwd: folder,
    encoding: "utf8",
  });
  return JSON.parse(out);
};

/** All numbers of two documents are the same to 1e-9. */
function same(found: unknown, wanted: unknown): void {
  const numbers = (value: unknown): number[] => [value].flat(4) as number[];
  const [a, b] = [numbers(found), numbers(wanted)];
  expect(a.length).toBe(b.length);
  expect(a.length).toBeGreaterThan(0);
  a.forEach((value, i) => {
    if (b[i] === null) expect(value).toBe(null);
    else expect(Math.abs(value - b[i]!)).toBeLessThan(1e-9);
  });
}

describe.skipIf(!ready)("the playground", () => {
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  let site: Awaited<ReturnType<typeof serveSite>>;
  const folder = mkdtempSync(join(tmpdir(), "svcca-playground-"));
  const said: string[] = [];

  beforeAll(async () => {
    site = await serveSite();
    browser = await startChromium();
    context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
    await context.grantPermissions(["clipboard-read", "clipboard-write"], { origin: site.host });
    page = await context.newPage();
    page.setDefaultTimeout(10_000);
    watchPage(page, site.address, said);
    await page.goto(`${site.address}playground.html`);
    await page.waitForFunction(() => crossOriginIsolated);
    await page.waitForSelector(".playground");
  });
  afterAll(async () => {
    await browser?.close();
    site?.close();
    rmSync(folder, { recursive: true, force: true });
  });
  afterEach(() => expect(said).toEqual([]));

  const choose = (...files: string[]) => page.setInputFiles('input[aria-label="Files"]', files);
  const field = (label: string) => page.getByLabel(label, { exact: true });
  const press = (name: string) => page.getByRole("button", { name, exact: true }).click();
  const fresh = async (hash = "") => {
    await page.goto("about:blank");
    await page.goto(`${site.address}playground.html${hash}`);
    await page.waitForSelector(".playground");
  };
  /** The result as saved, and that of the command line that the page shows. */
  async function both(folderOfFiles: string) {
    const [download] = await Promise.all([page.waitForEvent("download"), press("Save JSON")]);
    const document = JSON.parse(readFileSync((await download.path())!, "utf8"));
    const line = (await page.locator(".code pre").first().textContent())!;
    return { document, wanted: commandLine(line, folderOfFiles), line };
  }
  async function compare() {
    await page.getByRole("button", { name: /^Compare/ }).click();
    await page.waitForSelector(".ask .run button.primary");
  }

  test("loads less than 200 kB of script before a file is chosen", async () => {
    await fresh();
    const bytes = await scriptBytes(page);
    expect(bytes).toBeGreaterThan(50_000);
    expect(bytes).toBeLessThan(200_000);
  });

  test("two dense layers of npz files: the numbers of the command line", async () => {
    await choose(`${data}/net-a-100.npz`, `${data}/net-b-100.npz`, `${data}/labels.npy`);
    await page.waitForSelector(".networks li");
    await field("Layer X").selectOption("fc1");
    await field("Layer Y").selectOption("fc1");
    await compare();
    const { document, wanted, line } = await both(data);
    expect(line).toBe("svcca compare net-a-100.npz:fc1 net-b-100.npz:fc1");
    same([document.similarity, document.coefficients], [wanted.similarity, wanted.coefficients]);
    same(document.significance.noiseFloor, wanted.significance.noiseFloor);
    expect(document.significance.significant).toBe(wanted.significance.significant);
    expect(await page.locator("[data-test=similarity]").getAttribute("data-value")).toBe(
      String(document.similarity),
    );
    expect(await page.locator(".figure-box svg").count()).toBe(1);
  });

  test("its aligned directions by class, a CSV, an SVG and a link", async () => {
    await field("Labels").selectOption("labels.npy");
    await compare();
    await press("Show the aligned directions");
    await page.waitForSelector('[aria-label="directions"] svg');
    expect(await page.locator('[aria-label="directions"] svg').innerHTML()).toContain(
      "direction 1 of fc1 of net-a-100.npz, 9: mean ",
    );
    const save = async (button: string) => {
      const [download] = await Promise.all([page.waitForEvent("download"), press(button)]);
      return readFileSync((await download.path())!, "utf8");
    };
    expect(await save("Save CSV")).toMatch(/^direction,coefficient\n1,0\.9/);
    expect(await save("Save coefficients.svg")).toMatch(/^<svg .*#ffffff/);
    await press("Copy link");
    const link = await page.evaluate(() => navigator.clipboard.readText());
    await fresh(link.slice(link.indexOf("#")));
    await choose(`${data}/net-b-100.npz`, `${data}/net-a-100.npz`, `${data}/labels.npy`);
    await page.waitForSelector(".networks li");
    expect(await field("Layer X").inputValue()).toBe("fc1");
    expect(await field("Network Y").inputValue()).toBe("net-b-100.npz");
    expect(await field("Labels").inputValue()).toBe("labels.npy");
  });

  test.each([
    ["average", "cca"],
    ["datapoints", "svcca"],
    ["flatten", "cka"],
    ["dft", "svcca"],
  ])("convolutional layers, %s, %s: the numbers of the command line", async (spatial, measure) => {
    await field("Layer X").selectOption("conv3");
    await field("Layer Y").selectOption("conv3");
    await field("Measure").selectOption(measure);
    await field("Positions").selectOption(spatial);
    await field("Axes").selectOption("NCHW");
    await compare();
    const { document, wanted, line } = await both(data);
    expect(line).toContain(`--spatial ${spatial} --layout NCHW`);
    same([document.similarity, document.coefficients], [wanted.similarity, wanted.coefficients]);
    if (spatial !== "dft") return;
    same(document.frequencies.similarity, wanted.frequencies.similarity);
    expect(await page.locator('[aria-label="frequencies"] svg').count()).toBe(1);
  });

  test("axes that nobody names are one line, not a guess", async () => {
    await field("Positions").selectOption("average");
    await field("Axes").selectOption("");
    await compare();
    expect(await page.locator(".problem[role=alert]").textContent()).toMatch(
      /can be NCHW or NHWC, and the file does not say/,
    );
  });

  test("the example networks, layer by layer, by a link: the numbers of the command line", async () => {
    await fresh("#examples=true&question=networks&a=net-a-100.npz&b=net-b-035.npz&layout=NCHW");
    await page.waitForSelector('[aria-label="grid"] svg');
    const { document, wanted } = await both(data);
    same(document.values, wanted.values);
    expect(document.rows).toEqual(wanted.rows);
  });

  test("over training: checkpoints by the slider, and the numbers of the command line", async () => {
    await page.getByRole("radio", { name: "Training" }).check();
    for (const at of ["000", "035", "075", "100"]) {
      if (await page.getByLabel(`net-b-${at}.npz`).isChecked()) {
        await page.getByLabel(`net-b-${at}.npz`).click();
      }
    }
    await compare();
    await page.waitForSelector('[aria-label="dynamics"] svg');
    const { document, wanted, line } = await both(data);
    expect(line).toMatch(/^svcca dynamics net-a-000.npz net-a-035.npz net-a-075.npz net-a-100.npz/);
    same(
      document.checkpoints.map((one: { values: number[][] }) => one.values),
      wanted.checkpoints.map((one: { values: number[][] }) => one.values),
    );
    const shown = () => page.locator('[aria-label="checkpoint"] svg').innerHTML();
    const last = await shown();
    await field("Checkpoint").focus();
    await page.keyboard.press("Home");
    expect(await page.locator("output").textContent()).toBe("net-a-000.npz");
    await expect.poll(shown).not.toBe(last);
  });

  test("some of the datapoints: the numbers of the command line", async () => {
    await page.getByRole("radio", { name: "Classes" }).check();
    await field("Datapoints (START:END:STEP)").fill("::2");
    await field("Datapoints (START:END:STEP)").press("Tab");
    await compare();
    const { document, wanted, line } = await both(data);
    expect(line).toMatch(/ --rows ::2$/);
    same(document.values, wanted.values);
    await field("Datapoints (START:END:STEP)").fill("9");
    await compare();
    expect(await page.locator(".problem[role=alert]").textContent()).toMatch(
      /^rows "9": give START/,
    );
    await field("Datapoints (START:END:STEP)").fill("");
  });

  test("classes through the depth: the numbers of the command line", async () => {
    await page.getByRole("radio", { name: "Classes" }).check();
    await compare();
    await page.waitForSelector('[aria-label="classes"] svg');
    const { document, wanted, line } = await both(data);
    expect(line).toMatch(/^svcca classes net-a-100.npz --labels labels.npy/);
    same(document.values, wanted.values);
    expect([document.layers, document.classes]).toEqual([wanted.layers, wanted.classes]);
  });

  test("an HDF5 file and a safetensors file: the numbers of the command line", async () => {
    for (const [net, file] of [
      ["net-a-100", "a.h5"],
      ["net-b-100", "b.safetensors"],
    ] as const) {
      const network = await openNetwork(`${data}/${net}.npz`);
      const arrays = [];
      for (const { array, open } of network.arrays.filter((one) => /fc1|logits/.test(one.array))) {
        arrays.push({ name: array, source: await open() });
      }
      await writeArrays(join(folder, file), arrays);
      await network.close();
    }
    await fresh();
    await choose(join(folder, "a.h5"), join(folder, "b.safetensors"));
    await page.waitForSelector(".networks li");
    await compare();
    const { document, wanted } = await both(folder);
    same([document.similarity, document.coefficients], [wanted.similarity, wanted.coefficients]);
  });

  test("a folder of npy files is a network: the numbers of the command line", async () => {
    const network = await openNetwork(`${data}/net-a-100.npz`);
    for (const run of ["one", "two"]) {
      mkdirSync(join(folder, run));
      writeFileSync(join(folder, run, "notes.txt"), "lies beside them");
      for (const { array, open } of network.arrays) {
        if (array !== "fc1" && array !== "logits") continue;
        const [path, source] = [join(folder, run, `${array}.npy`), await open()];
        await writeArrays(path, [{ name: array, source }]);
      }
    }
    await network.close();
    await fresh();
    for (const run of ["one", "two"]) {
      await page.setInputFiles('input[aria-label="Folder"]', join(folder, run));
      await page.waitForSelector(`.networks li:has-text("${run}")`);
    }
    await field("Layer Y").selectOption("fc1");
    await compare();
    const { document, wanted, line } = await both(folder);
    expect(line).toBe("svcca compare one:logits two:fc1");
    same([document.similarity, document.coefficients], [wanted.similarity, wanted.coefficients]);
  });

  test("all files can be let go of", async () => {
    await press("Clear");
    expect(await page.locator(".networks li").count()).toBe(0);
    await choose(`${data}/net-b-100.npz`);
    await page.waitForSelector(".networks li");
    expect(await page.locator(".networks li").count()).toBe(1);
    expect(await field("Network X").inputValue()).toBe("net-b-100.npz");
  });

  test("a file that is dropped is opened", async () => {
    await fresh();
    const bytes = readFileSync(`${data}/labels.npy`).toString("base64");
    await page.evaluate((text) => {
      const content = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File([content.subarray(0, 100)], "cut.npy"));
      document
        .querySelector(".drop")!
        .dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true }));
    }, bytes);
    const problem = page.locator(".problem[role=alert]");
    await expect.poll(() => problem.textContent()).toMatch(/^cut\.npy: /);
  });

  test("a broken file is one line, and hides no other", async () => {
    const broken = join(folder, "broken.npz");
    writeFileSync(broken, readFileSync(`${data}/net-a-100.npz`).subarray(0, 5000));
    await fresh();
    await choose(broken, `${data}/net-b-100.npz`);
    await page.waitForSelector(".networks li");
    expect(await page.locator(".networks li").count()).toBe(1);
    const problem = (await page.locator(".problem[role=alert]").textContent())!.trim();
    expect(problem).toMatch(/^broken\.npz: /);
    expect(problem).not.toContain("\n");
  });

  /** An npy file of float32 with some values at its start; the rest reads as zeros and takes no room. */
  function largeFile(name: string, [rows, cols]: readonly [number, number]) {
    const path = join(folder, name);
    const header = `{'descr': '<f4', 'fortran_order': False, 'shape': (${rows}, ${cols}), }`;
    const file = openSync(path, "w");
    writeSync(file, Buffer.from(`\x93NUMPY\x01\x00\x76\x00${header.padEnd(117)}\n`, "latin1"));
    const some = Float32Array.from({ length: 64_000 }, (_, i) => Math.sin(i * i));
    writeSync(file, Buffer.from(some.buffer));
    ftruncateSync(file, 128 + rows * cols * 4);
    closeSync(file);
    return path;
  }

  test("a layer whose matrices do not fit is one line at once", async () => {
    await fresh();
    await choose(largeFile("wide.npy", [24_000, 20_000]));
    await page.waitForSelector(".networks li");
    await compare();
    const problem = (await page.locator(".problem[role=alert]").textContent())!.trim();
    expect(problem).toMatch(
      /^wide\.npy: 20,000 neurons; 3 matrices .* take 8\.9 GiB, and a page has 4; /,
    );
    expect(problem).not.toContain("\n");
  });

  test("a file of 1 GB streams, and is cancelled at once", async () => {
    const large = largeFile("large.npy", [2 ** 22, 64]);
    await fresh();
    await choose(large);
    await page.waitForSelector(".networks li");
    expect(await page.locator(".networks .name").textContent()).toBe(basename(large));
    await page.getByRole("button", { name: "Compare" }).click();
    await expect
      .poll(() => page.locator(".said").textContent(), { timeout: 20_000 })
      .toMatch(/of 4,194,304 datapoints/);
    const before = Date.now();
    await press("Cancel");
    await page.waitForSelector(".run button.primary");
    expect(Date.now() - before).toBeLessThan(2000);
    // The worker has let go of it: it answers the next question.
    await choose(`${data}/net-a-100.npz`);
    await expect.poll(() => page.locator(".networks li").count(), { timeout: 10_000 }).toBe(2);
  });
});
