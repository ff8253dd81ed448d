import {
  copyFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { crc32 } from "node:zlib";
import { encodeNpz } from "@svcca/io";
import { openArray, openFile, writeArrays } from "@svcca/io/node";
import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { crc32InTables } from "../src/zip/crc32.js";

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

test("a changed byte in a stored array is noticed at the end of the array", async () => {
  const path = join(folder, "stored.npz");
  const data = Float32Array.from({ length: 3000 }, (_, i) => i);
  const bytes = encodeNpz({ a: { shape: [100, 30], data }, b: { shape: [100, 30], data } });
  // A bit of a value of row 50 of the first array.
  const at = Buffer.from(bytes).indexOf(Buffer.from(Float32Array.of(1500).buffer));
  bytes[at + 3]! ^= 0x10;
  writeFileSync(path, bytes);
  const damaged = { code: "format", message: expect.stringMatching(/a: .* its checksum is wrong/) };
  for (const step of [1, 7, 100]) {
    const { source, close } = await openArray(`${path}:a`);
    const blocks = Array.from({ length: Math.ceil(100 / step) }, (_, i) => i * step);
    for (const start of blocks.slice(0, -1)) await source.read(start, start + step);
    await expect(source.read(blocks.at(-1)!, 100)).rejects.toMatchObject(damaged);
    await expect(source.read(0, 1)).rejects.toMatchObject(damaged);
    await close();
  }
  const { source, close } = await openArray(`${path}:a`);
  // Asked for at the same time they are checked in order; a part has no checksum.
  const all = await Promise.allSettled([0, 25, 50, 75].map((row) => source.read(row, row + 25)));
  expect(all.map(({ status }) => status)).toEqual([...Array(3).fill("fulfilled"), "rejected"]);
  await close();
  const again = await openArray(`${path}:a`);
  expect((await again.source.read(90, 100))[0]).toBe(2700);
  await again.close();
  const other = await openArray(`${path}:b`);
  expect((await other.source.read(0, 100)).length).toBe(3000);
  expect((await other.source.read(0, 100)).length).toBe(3000);
  await other.close();
});

test("an archive that is damaged is not converted by half", async () => {
  const output = join(folder, "converted.npz");
  const { source, close } = await openArray(join(folder, "stored.npz:a"));
  await expect(writeArrays(output, [{ name: "a", source }])).rejects.toThrow(/checksum is wrong/);
  await close();
  expect(readdirSync(folder).filter((name) => name.startsWith("converted"))).toEqual([]);
});

test("the checksum in tables is that of zlib, in any pieces", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), fc.nat(200), (bytes, cut) => {
      const wanted = crc32(bytes);
      expect(crc32InTables(bytes)).toBe(wanted);
      expect(crc32InTables(bytes.subarray(cut), crc32InTables(bytes.subarray(0, cut)))).toBe(
        wanted,
      );
    }),
  );
});

test("an array that is not there, or not named, is answered with the names", async () => {
  await expect(openArray(`${fixture}:conv9`)).rejects.toThrow(
    'no array "conv9"; it holds bn1, bn2',
  );
  await expect(openArray(fixture)).rejects.toThrow("which array? it holds bn1, bn2");
});
