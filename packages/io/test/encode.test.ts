import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type ArrayValues, encodeNpy, encodeNpz, fromBytes, openNpy } from "@svcca/io";
import { openArray } from "@svcca/io/node";
import { afterAll, expect, test } from "vitest";

const folder = mkdtempSync(join(tmpdir(), "svcca-encode-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const arrays: Record<string, ArrayValues> = {
  f4: { shape: [2, 3], data: Float32Array.of(1, -2, 0.1, Number.NaN, 1e-45, 3e38) },
  f8: { shape: [3], data: Float64Array.of(0.1, -0, 1e308) },
  i4: { shape: [1, 2, 1], data: Int32Array.of(-(2 ** 31), 2 ** 31 - 1) },
  i8: { shape: [2], data: BigInt64Array.of(-(2n ** 53n - 1n), 2n ** 53n - 1n) },
  u1: { shape: [0, 4], data: new Uint8Array(0) },
  scalar: { shape: [], data: Float64Array.of(0.25) },
};

test("an encoded array is read back, its data at a multiple of 64 bytes", async () => {
  for (const [name, values] of Object.entries(arrays)) {
    const bytes = encodeNpy(values);
    expect((bytes.length - values.data.byteLength) % 64).toBe(0);
    const source = await openNpy(fromBytes(bytes), name);
    expect(source.shape).toEqual(values.shape);
    expect(Array.from(await source.read(0, values.shape[0] ?? 1))).toEqual(
      Array.from(values.data as ArrayLike<number | bigint>, Number),
    );
  }
});

test("an archive is read back, and equal arrays give equal bytes", async () => {
  const path = join(folder, "some.npz");
  writeFileSync(path, encodeNpz(arrays));
  const { source, close } = await openArray(`${path}:f4`);
  expect(await source.read(0, 2)).toEqual(arrays.f4!.data);
  await close();
  expect(encodeNpz(arrays)).toEqual(encodeNpz(arrays));
});

test("values that do not fill the shape are refused", () => {
  expect(() => encodeNpy({ shape: [2, 2], data: new Float32Array(3) })).toThrow(
    "encodeNpy: 3 values for shape (2, 2) = 4",
  );
});

const numpy = spawnSync("python3", ["-c", "import numpy"]).status === 0;
test.skipIf(!numpy)("numpy reads the same values, dtypes and shapes", () => {
  const path = join(folder, "numpy.npz");
  writeFileSync(path, encodeNpz(arrays));
  const script = `
import numpy, sys
z = numpy.load(sys.argv[1])
print([(k, z[k].dtype.str, z[k].shape, z[k].tobytes().hex()) for k in sorted(z)])`;
  const expected = Object.keys(arrays)
    .sort()
    .map((name) => {
      const { shape, data } = arrays[name]!;
      const dtype =
        { f: "<f", i: "<i", u: "|u", s: "<f" }[name[0]!] + String(data.BYTES_PER_ELEMENT);
      const tuple = `(${shape.join(", ")}${shape.length === 1 ? "," : ""})`;
      return `('${name}', '${dtype}', ${tuple}, '${Buffer.from(data.buffer).toString("hex")}')`;
    });
  const { stdout } = spawnSync("python3", ["-c", script, path], { encoding: "utf8" });
  expect(stdout.trim()).toBe(`[${expected.join(", ")}]`);
});
