// node bench/io/browser.mjs [FOLDER] [KIND...]: what a browser holds in memory while a page reads all of a
// dropped file: a 4 GB npy, a 5 GB npz, a 3 GB HDF5 and a 0.5 GB gzip HDF5, one at a time, made on
// the fly. The peaks are those of the kernel (VmHWM), of a browser of its own for each file. Needs
// python3-numpy, python3-h5py, chromium, and 5 GB of disk. Linux.
import { spawnSync } from "node:child_process";
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const at = (path) => fileURLToPath(new URL(path, import.meta.url));
const require = createRequire(at("../../packages/io/package.json"));
const { chromium } = require("playwright-core");
const { build } = await import(
  pathToFileURL(createRequire(at("../../package.json")).resolve("vite"))
);

const executablePath = "/usr/bin/chromium";
const python = ["python3", "/usr/bin/python3"].find(
  (command) => spawnSync(command, ["-c", "import numpy, h5py"]).status === 0,
);
if (!python || !existsSync(executablePath)) {
  console.error("bench/io: skipped: numpy, h5py or chromium is missing");
  process.exit(0);
}
const folder = mkdtempSync(join(process.argv[2] ?? tmpdir(), "svcca-bench-"));
const site = mkdtempSync(join(tmpdir(), "svcca-page-"));

await build({
  root: at("."),
  configFile: false,
  logLevel: "silent",
  worker: { format: "es" },
  build: {
    outDir: site,
    emptyOutDir: true,
    rollupOptions: { input: at("browser-page.js"), output: { entryFileNames: "page.js" } },
  },
});
const page = '<!doctype html><input type="file"><script type="module" src="/page.js"></script>';
writeFileSync(join(site, "index.html"), page);
const server = createServer((request, response) => {
  const path = join(site, request.url === "/" ? "index.html" : request.url);
  if (!existsSync(path)) return response.writeHead(404).end();
  response.setHeader("Content-Type", path.endsWith(".js") ? "text/javascript" : "text/html");
  return response.end(readFileSync(path));
});
await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));

/** Peak memory in MB of all processes below this one that have the flag in their command line. */
function peaks() {
  const processes = new Map();
  for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    try {
      const status = readFileSync(`/proc/${pid}/status`, "utf8");
      const command = readFileSync(`/proc/${pid}/cmdline`, "utf8");
      const field = (name) => Number(new RegExp(`^${name}:\\s+(\\d+)`, "m").exec(status)?.[1] ?? 0);
      processes.set(Number(pid), { parent: field("PPid"), peak: field("VmHWM") / 1000, command });
    } catch {
      // It ended meanwhile.
    }
  }
  const isOurs = (pid) =>
    pid === process.pid || (processes.has(pid) && isOurs(processes.get(pid).parent));
  const ours = [...processes].filter(([pid]) => pid !== process.pid && isOurs(pid));
  const browser = ours.map(([, one]) => one).filter(({ command }) => /chrom/.test(command));
  const renderers = browser.filter(({ command }) => /--type=renderer/.test(command));
  return {
    renderer: Math.max(...renderers.map(({ peak }) => peak)),
    all: browser.reduce((sum, { peak }) => sum + peak, 0),
  };
}

const version = spawnSync(executablePath, ["--version"], { encoding: "utf8" }).stdout.trim();
console.log(`${version}\n`);
console.log(
  "| file | MB/s | renderer before | renderer, peak | all processes before | all, peaks added |",
);
console.log(
  "| ---- | ---- | --------------- | -------------- | -------------------- | ---------------- |",
);
try {
  const chosen = process.argv.slice(3);
  for (const [kind, name] of [
    ["npy", "a.npy"],
    ["npz", "a.npz"],
    ["h5", "a.h5"],
    ["gzip", "gzip.h5"],
  ]) {
    if (chosen.length > 0 && !chosen.includes(kind)) continue;
    const path = join(folder, name);
    spawnSync(python, [at("make.py"), kind, path]);
    const theirs = spawnSync(python, [at("read.py"), path], { encoding: "utf8" });
    const expected = Number(theirs.stdout.split(" ")[1]);
    const flags = ["--headless=new", "--no-sandbox", "--disable-quic", "--no-first-run"];
    const quiet = [
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ];
    const browser = await chromium.launch({ executablePath, args: [...flags, ...quiet] });
    const tab = await browser.newPage();
    tab.setDefaultTimeout(0);
    await tab.goto(`http://127.0.0.1:${server.address().port}/`);
    await tab.setInputFiles("input", path);
    const before = peaks();
    const { sum, seconds } = await tab.evaluate("readAll()");
    const after = peaks();
    await browser.close();
    if (Math.abs(sum - expected) > 1e-9 * Math.abs(expected)) {
      throw new Error(`${name}: sums ${sum} and ${expected}`);
    }
    const bytes = kind === "gzip" ? 0.5e9 : statSync(path).size;
    const cells = [before.renderer, after.renderer, before.all, after.all].map(
      (megabytes) => `${Math.round(megabytes)} MB`,
    );
    const size = (statSync(path).size / 1e9).toFixed(1);
    console.log(
      `| ${name}, ${size} GB | ${Math.round(bytes / 1e6 / seconds)} | ${cells.join(" | ")} |`,
    );
    rmSync(path);
  }
} finally {
  server.close();
  rmSync(folder, { recursive: true, force: true });
  rmSync(site, { recursive: true, force: true });
}
