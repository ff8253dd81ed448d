import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { encodeNpz } from "@svcca/io";
import { uniform } from "@svcca/linalg";
import { gaussianMatrix } from "@svcca/linalg/testing";
import { afterAll, expect, test } from "vitest";
import { bin, svcca } from "./run.js";

const folder = mkdtempSync(join(tmpdir(), "svcca-kill-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const KILLS = 20;

test("a grid that is killed again and again ends with the same bytes, and computes no saved pair twice", {
  timeout: 240_000,
}, async () => {
  const net = join(folder, "net.npz");
  const layers = Array.from({ length: 12 }, (_, i) => {
    const { rows, cols, data } = gaussianMatrix(800, 48, i);
    return [`layer${i}`, { shape: [rows, cols], data }] as const;
  });
  writeFileSync(net, encodeNpz(Object.fromEntries(layers)));
  const run = (output: string) => ["grid", net, net, "--output", output, "--quiet"];

  const undisturbed = join(folder, "undisturbed.json");
  const begun = performance.now();
  expect(svcca(...run(undisturbed)).status).toBe(0);
  const whole = performance.now() - begun;

  const output = join(folder, "killed.json");
  const partial = `${output}.partial`;
  const next = uniform(1);
  let saved: string[] = [];
  for (let kills = 0; kills < KILLS; ) {
    const child = spawn(process.execPath, [bin, ...run(output)], { stdio: "ignore" });
    const ended = new Promise((resolve) => child.on("exit", resolve));
    // From the start of the program to beyond its end.
    const timer = setTimeout(() => child.kill("SIGKILL"), whole * (0.3 + 0.8 * next()));
    await ended;
    clearTimeout(timer);
    if (existsSync(output)) {
      // It came to its end first: a new one to kill.
      expect(readFileSync(output)).toEqual(readFileSync(undisturbed));
      rmSync(output);
      saved = [];
      continue;
    }
    kills++;
    if (!existsSync(partial)) continue;
    const lines = readFileSync(partial, "utf8").split("\n").slice(1, -1);
    const places = lines.map((line) => JSON.parse(line).place);
    expect(new Set(places).size).toBe(places.length);
    // What was saved before is still there, as it was.
    expect(lines.slice(0, saved.length)).toEqual(saved);
    saved = lines;
  }
  expect(svcca(...run(output)).status).toBe(0);
  expect(readFileSync(output)).toEqual(readFileSync(undisturbed));
  expect(existsSync(partial)).toBe(false);
  expect(existsSync(`${output}.lock`)).toBe(false);
});

test("Ctrl-C ends a study with 130, and what it found is gone on with", {
  timeout: 120_000,
}, async () => {
  const net = join(folder, "slow.npz");
  const layers = Array.from({ length: 16 }, (_, i) => {
    const { rows, cols, data } = gaussianMatrix(2000, 64, i);
    return [`layer${i}`, { shape: [rows, cols], data }] as const;
  });
  writeFileSync(net, encodeNpz(Object.fromEntries(layers)));
  // The slow backend, so that it is still at work when it is interrupted.
  const run = (output: string) => [
    "grid",
    net,
    net,
    "--backend",
    "reference",
    "--output",
    output,
    "--quiet",
  ];
  const whole = join(folder, "whole.json");
  expect(svcca(...run(whole)).status).toBe(0);

  const output = join(folder, "interrupted.json");
  const partial = `${output}.partial`;
  const child = spawn(process.execPath, [bin, ...run(output)]);
  let stderr = "";
  child.stderr.on("data", (text) => {
    stderr += text;
  });
  const ended = new Promise((resolve) => child.on("close", resolve));
  const found = () =>
    existsSync(partial) ? readFileSync(partial, "utf8").split("\n").length - 2 : 0;
  while (found() < 1 && child.exitCode === null) {
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  child.kill("SIGINT");
  expect({ code: await ended, stderr }).toEqual({ code: 130, stderr: "svcca: interrupted\n" });
  expect([output, `${output}.lock`].filter(existsSync)).toEqual([]);
  expect(found()).toBeGreaterThan(0);
  expect(found()).toBeLessThan(256);
  expect(svcca(...run(output)).status).toBe(0);
  expect(readFileSync(output)).toEqual(readFileSync(whole));
});
