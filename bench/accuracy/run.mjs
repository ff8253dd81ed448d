// node bench/accuracy/run.mjs [--all]: errors of the coefficients of CCA against 50 digits, as the
// tables of README.md: the worst over n, or with --all every problem. Exits with 1 when one of ours
// is worse than NumPy's by more than is promised, or than it says itself.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { cca, ccaFromMoments, collectMoments } from "@svcca/core";
import { make } from "./data.mjs";

const load = (name) => JSON.parse(readFileSync(new URL(name, import.meta.url), "utf8"));
const reference = load("reference.json");
const numpy = load("numpy.json");

const ways = {
  streamed: async (x, y) => (await cca(x, y)).coefficients,
  exact: async (x, y) => (await cca(x, y, { method: "exact" })).coefficients,
  "moments only": async (x, y) => (await ccaFromMoments(await collectMoments([x, y]))).coefficients,
  "NumPy SVD": async (_x, _y, { svd }) => svd,
  "NumPy inverse root": async (_x, _y, { inverseRoot }) => inverseRoot,
  "with ridge 1e-10": async (_x, _y, { inverseRootRidge }) => inverseRootRidge,
};

/** The largest error of a coefficient; one that is missing counts as 0. */
function errorOf(found, exact) {
  if (found === null) return Number.POSITIVE_INFINITY;
  const places = Math.max(found.length, exact.length);
  return Math.max(
    ...Array.from({ length: places }, (_, i) => Math.abs((found[i] ?? 0) - (exact[i] ?? 0))),
  );
}

const rows = [];
for (const [place, problem] of reference.problems.entries()) {
  const [x, y] = make(problem);
  const total = [...x.data, ...y.data].reduce((sum, value) => sum + value, 0);
  assert.equal(total, problem.sum, "these are not the data of the reference");
  const exact = problem.coefficients.map(Number);
  const errors = [];
  for (const way of Object.values(ways)) {
    errors.push(errorOf(await way(x, y, numpy.problems[place]), exact));
  }
  const [streamed, decomposed, , ...theirs] = errors;
  // What the last bit of float64 changes, as far as the smallest direction shows it.
  const determined = 16 * 2 ** -53 * problem.condition;
  const best = Math.max(Math.min(...theirs), determined);
  const worse = decomposed > best || streamed > best;
  // The results say of themselves how wrong they may be.
  const unsaid =
    streamed > (await cca(x, y)).error || decomposed > (await cca(x, y, { method: "exact" })).error;
  rows.push({ ...problem, errors, worse: worse || unsaid });
}

const worst = (group) => ({
  ...group[0],
  datapoints: `${group[0].datapoints} to ${group.at(-1).datapoints}`,
  condition: Math.max(...group.map(({ condition }) => condition)),
  errors: group[0].errors.map((_, i) => Math.max(...group.map(({ errors }) => errors[i]))),
});
const groups = new Map();
for (const row of rows) {
  const key = `${row.dtype} ${row.exponent}`;
  groups.set(key, [...(groups.get(key) ?? []), row]);
}
const table = process.argv.includes("--all") ? rows : [...groups.values()].map(worst);
const shown = (error) => (Number.isFinite(error) ? error.toExponential(0) : "none");
const line = (cells) => `| ${cells.join(" | ")} |`;
console.log(line(["data", "n", "condition", ...Object.keys(ways)]));
console.log(line(Array(3 + Object.keys(ways).length).fill("---")));
for (const { dtype, datapoints, condition, errors } of table) {
  console.log(line([dtype, datapoints, shown(condition), ...errors.map(shown)]));
}
const failed = rows.filter(({ worse }) => worse);
console.log(
  `\nNumPy ${numpy.numpy}, Node ${process.version}; worse than promised: ${failed.length}`,
);
for (const { dtype, datapoints, condition } of failed) {
  console.log(`worse: ${dtype}, n ${datapoints}, condition ${shown(condition)}`);
}
process.exitCode = failed.length > 0 ? 1 : 0;
