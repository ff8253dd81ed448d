import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { openArray, openFile } from "@svcca/io/node";
import { afterAll, expect, test } from "vitest";

const fixture = fileURLToPath(new URL("../../../fixtures/data/net-a-100.npz", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "svcca-npz-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("an archive lists its arrays in natural order", async () => {
  const file = await openFile(fixture);
  expect(file.arrays.map(({ array }) => array)).toEqual([
    "bn1",
    "bn2",
    "bn3",
    "conv1",
    "conv2",
    "conv3",
    "fc1",
    "logits",
    "pool",
  ]);
  await file.close();
});

test("a deflated array in blocks, forwards and backwards, is the array in one go", async () => {
  const { source, close } = await openArray(`${fixture}:fc1`);
  const whole = await source.read(0, 500);
  for (const starts of [
    [0, 100, 200, 300, 400],
    [400, 100, 0],
  ]) {
    for (const start of starts) {
      expect(await source.read(start, start + 100)).toEqual(
        whole.subarray(start * 32, (start + 100) * 32),
      );
    }
  }
  await close();
});

test("reads of the same array at the same time wait for each other, and closing cuts them short", async () => {
  const file = await openFile(fixture);
  const sources = await Promise.all(file.arrays.map(({ open }) => open()));
  const twice = await Promise.all([...sources, ...sources].map((source) => source.read(0, 500)));
  sources.forEach((_, i) => {
    const [first, second] = [twice[i]!, twice[i + sources.length]!];
    expect(Buffer.from(first.buffer).equals(Buffer.from(second.buffer))).toBe(true);
  });
  const late = Promise.allSettled(sources.map((source) => source.read(250, 500)));
  await file.close();
  await late;
});

test("a changed byte in a deflated array is noticed", async () => {
  const path = join(folder, "changed.npz");
  copyFileSync(fixture, path);
  const bytes = readFileSync(path);
  bytes[5000] = bytes[5000]! ^ 0x10;
  writeFileSync(path, bytes);
  const { source, close } = await openArray(`${path}:conv1`);
  await expect(source.read(0, 500)).rejects.toMatchObject({
    code: "format",
    message: expect.stringContaining("conv1: the entry is damaged"),
  });
  await close();
});

test("an array that is not there, or not named, is answered with the names", async () => {
  await expect(openArray(`${fixture}:conv9`)).rejects.toThrow(
    'no array "conv9"; it holds bn1, bn2',
  );
  await expect(openArray(fixture)).rejects.toThrow("which array? it holds bn1, bn2");
});
