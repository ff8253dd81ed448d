// node bench/accuracy/fourier/run.mjs: errors of the coefficients of dftSvcca (measure cca) against
// 30 digits, frequency by frequency, as the table of ../README.md. Exits with 1 when one is worse
// than NumPy's by more than is promised, or than the result says.
import { readFileSync } from "node:fs";
import { dftSvcca } from "@svcca/core";
import { frequencyMoments } from "@svcca/dft-preprocessing";
import { complexEigh, complexMatmul, complexSingularValues } from "@svcca/linalg";
import { make } from "../data.mjs";

const [IMAGES, HEIGHT, WIDTH] = [40, 4, 3];
const { problems } = JSON.parse(readFileSync(new URL("reference.json", import.meta.url), "utf8"));

const groups = new Map();
for (const problem of problems) {
  const key = `${problem.dtype} ${problem.exponent}`;
  groups.set(key, [...(groups.get(key) ?? []), problem]);
}

const rows = [];
for (const group of groups.values()) {
  const { dtype, exponent } = group[0];
  const rowsOf = make({ exponent, dtype, datapoints: IMAGES * HEIGHT * WIDTH });
  const [x, y] = rowsOf.map((layer, i) => imagesOf(layer, "xy"[i]));
  const { perFrequency } = await dftSvcca(x, y, { measure: "cca" });
  const once = await oneReading(x, y);
  let [ours, single, theirs, unsaid] = [0, 0, 0, false];
  const said = (await dftSvcca(x, y, { measure: "cca" })).error;
  for (const problem of group) {
    const [fy, fx] = [signed(problem.frequency[0], HEIGHT), signed(problem.frequency[1], WIDTH)];
    const exact = problem.coefficients.map(Number);
    const at = perFrequency.find((one) => one.y === fy && one.x === fx);
    ours = Math.max(ours, errorOf(at.coefficients, exact));
    single = Math.max(single, errorOf(once.get(`${fy},${fx}`), exact));
    theirs = Math.max(theirs, errorOf(problem.numpy, exact));
  }
  unsaid = ours > said;
  const condition = Math.max(...group.map((one) => one.condition));
  const worse = ours > Math.max(theirs, 1e-10, 16 * 2 ** -53 * condition) || unsaid;
  rows.push({ dtype, condition, ours, single, theirs, said, worse });
}

console.log("| data    | condition | `dftSvcca` | its error says | one reading | NumPy SVD |");
console.log("| ------- | --------- | ---------- | -------------- | ----------- | --------- |");
for (const { dtype, condition, ours, said, single, theirs } of rows) {
  const columns = [condition, ours, said, single, theirs].map((value) => value.toExponential(0));
  const widths = [9, 10, 14, 11, 9];
  console.log(`| ${dtype} | ${columns.map((text, i) => text.padEnd(widths[i])).join(" | ")} |`);
}
const worse = rows.filter((row) => row.worse).length;
console.log(`worse than promised: ${worse}`);
if (worse > 0) process.exitCode = 1;

/** Rows of channels as images, channels last. */
function imagesOf({ data, cols }, name) {
  const values = HEIGHT * WIDTH * cols;
  return {
    name,
    shape: [IMAGES, HEIGHT, WIDTH, cols],
    dtype: data instanceof Float32Array ? "<f4" : "<f8",
    attributes: { layout: "NHWC" },
    read: async (start, end) => data.slice(start * values, end * values),
  };
}

/** What the covariances alone give: directions above their rounding, one reading of the data. */
async function oneReading(x, y) {
  const found = new Map();
  const layers = [x, y].map((source) => ({ source, layout: "NHWC" }));
  for await (const { frequency, cxx, cyy, cxy } of frequencyMoments(...layers)) {
    const [wx, wy] = [await whitening(cxx), await whitening(cyy)];
    const half = await complexMatmul(wx, cxy, { adjointA: true });
    const s = await complexSingularValues(await complexMatmul(half, wy));
    found.set(`${frequency.y},${frequency.x}`, s);
  }
  return found;
}

async function whitening(gram) {
  const floor = (values) => 64 * 8 * 2 ** -53 * values[0];
  const { values, vectors } = await complexEigh(gram, {
    keep: (all) => all.filter((value) => value > floor(all)).length,
  });
  const k = vectors.cols;
  const scaled = (part) => part.map((value, p) => value / Math.sqrt(values[p % k]));
  return { ...vectors, re: scaled(vectors.re), im: scaled(vectors.im) };
}

function signed(frequency, size) {
  return 2 * frequency < size ? frequency : frequency - size;
}

/** The largest error of a coefficient; one that is missing counts as 0. */
function errorOf(found, exact) {
  const places = Math.max(found.length, exact.length);
  return Math.max(
    ...Array.from({ length: places }, (_, i) => Math.abs((found[i] ?? 0) - (exact[i] ?? 0))),
  );
}
