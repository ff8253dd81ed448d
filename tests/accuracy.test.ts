import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const folder = fileURLToPath(new URL("../bench/accuracy/", import.meta.url));

// 60 problems with 50 digits of each coefficient: never worse than NumPy by more than is promised.
test("the accuracy study holds, and its README has every problem's type and condition", () => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [`${folder}run.mjs`], {
    encoding: "utf8",
  });
  expect(stderr).toBe("");
  expect(stdout).toContain("worse than promised: 0");
  expect(status).toBe(0);
  const rows = (text: string) =>
    text
      .split("\n")
      .filter((line) => line.startsWith("| float"))
      .map((line) => line.split(/\s*\|\s*/).slice(1, 4));
  const [readme = ""] = readFileSync(`${folder}README.md`, "utf8").split("## By spatial");
  expect(rows(stdout).length).toBe(15);
  expect(rows(readme)).toEqual(rows(stdout));
});

// The same by spatial frequency, where NumPy decomposes the coefficients in complex128.
test("the accuracy study by frequency holds, and its table is that of the README", () => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [`${folder}fourier/run.mjs`], {
    encoding: "utf8",
  });
  expect(stderr).toBe("");
  expect(stdout).toContain("worse than promised: 0");
  expect(status).toBe(0);
  const conditions = (text: string) =>
    text
      .split("\n")
      .filter((line) => line.startsWith("| float"))
      .map((line) => line.split(/\s*\|\s*/).slice(1, 3));
  const readme = readFileSync(`${folder}README.md`, "utf8");
  expect(conditions(stdout).length).toBe(10);
  expect(conditions(readme.slice(readme.indexOf("## By spatial"))).slice(0, 10)).toEqual(
    conditions(stdout),
  );
});
