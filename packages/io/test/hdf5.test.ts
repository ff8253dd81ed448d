import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { openArray, openFile } from "@svcca/io/node";
import { afterAll, describe, expect, test } from "vitest";
import { ensureFilters } from "../src/hdf5/filters.js";

const data = fileURLToPath(new URL("./data/", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "svcca-hdf5-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What test/data/make.py wrote: value i of a type. */
function value(i: number, dtype: string): number {
  const n = (7 * i) % 31;
  return dtype[1] === "b" ? Number(n > 15) : dtype[1] === "u" ? n : n - 10;
}

async function whole(target: string) {
  const { source, close } = await openArray(target);
  try {
    const rows = source.shape[0] ?? 1;
    const values = await source.read(0, rows);
    // In blocks that fit no chunk, forwards and backwards, as in one go.
    const starts = Array.from({ length: Math.ceil(rows / 3) }, (_, i) => i * 3);
    for (const start of [...starts, ...[...starts].reverse()]) {
      const end = Math.min(start + 3, rows);
      const width = values.length / rows;
      expect(await source.read(start, end)).toEqual(values.subarray(start * width, end * width));
    }
    return { source, values };
  } finally {
    await close();
  }
}

const list = async (name: string) => {
  const file = await openFile(data + name);
  await file.close();
  return file.arrays.map(({ array }) => array);
};

describe("HDF5", () => {
  test("all number types, both byte orders", async () => {
    const types = (await list("kinds.h5")).filter((name) => name.startsWith("types/"));
    expect(types.length).toBe(25);
    for (const name of types) {
      const { source, values } = await whole(`${data}kinds.h5:${name}`);
      const [, order, kind] = /(le|be)?_?([a-z]\d+)$/.exec(name)!;
      const mark = order === "be" ? ">" : order === "le" ? "<" : "|";
      expect(source.dtype).toBe(mark + kind);
      expect(source.shape).toEqual([9, 4]);
      const parts = kind!.startsWith("c") ? 2 : 1;
      const wanted = Array.from({ length: 36 * parts }, (_, p) =>
        p % parts === 1 ? 0 : value(Math.floor(p / parts), source.dtype),
      );
      expect(Array.from(values), name).toEqual(wanted);
    }
  });

  test("all ways to store and compress, plug-ins too", async () => {
    const stored = (await list("kinds.h5")).filter((name) => name.startsWith("stored/"));
    expect(stored.length).toBe(10);
    const plugins = await list("plugins.h5");
    expect(plugins).toEqual(["blosc", "blosc2", "bshuf", "bz2", "lz4", "zstd"]);
    const wanted = Float32Array.from({ length: 64 * 12 }, (_, i) => value(i, "<f4"));
    for (const target of [
      ...stored.map((name) => `kinds.h5:${name}`),
      ...plugins.map((name) => `plugins.h5:${name}`),
    ]) {
      expect((await whole(data + target)).values, target).toEqual(wanted);
    }
  });

  test("names through soft links and slashes; attributes; natural order", async () => {
    const { source } = await whole(`${data}kinds.h5:net/latest/conv2`);
    expect(source.attributes).toEqual({ layout: "NCHW", epoch: "3" });
    expect((await whole(`${data}kinds.h5:/net//epoch_3/conv10`)).source.attributes.layout).toBe(
      "NHWC",
    );
    expect((await whole(`${data}kinds.h5:fc`)).source.shape).toEqual([64, 12]);
    const names = await list("kinds.h5");
    expect(names.indexOf("net/epoch_3/conv2")).toBeLessThan(names.indexOf("net/epoch_3/conv10"));
    expect((await whole(`${data}kinds.h5:scalar`)).values).toEqual(Float64Array.of(3.5));
    expect((await whole(`${data}kinds.h5:none`)).source.shape).toEqual([0, 3]);
  });

  const refused: [string, string, RegExp][] = [
    ["out", "unsupported", /a link to kinds\.h5, another file; .* never followed/],
    ["through", "unsupported", /never followed/],
    ["out/stored/gzip", "unsupported", /never followed/],
    ["nowhere", "not-found", /no array "nowhere"; it holds fine/],
    ["circle", "format", /lead in a circle/],
    ["again", "not-found", /a group, no array/],
    ["virtual", "unsupported", /a virtual dataset, whose values are in other files/],
    ["outside", "format", /needs another file \(\/etc\/hostname\), .* never opened/],
    ["records", "unsupported", /records \(a compound type\), not numbers/],
    ["nothing", "unsupported", /it has no shape/],
    ["unwritten", "format", /never written/],
    ["unwritten_gzip", "format", /never written/],
    ["holes", "format", /never written/],
  ];
  test.each(refused)(
    "%s is one typed error, and nothing outside is read",
    async (name, code, message) => {
      const error = await whole(`${data}hostile.h5:${name}`).catch((reason: unknown) => reason);
      expect(error).toMatchObject({ code, message: expect.stringMatching(message) });
      expect((error as Error).message).not.toContain("\n");
    },
  );

  test("the rest of such a file can be read, through a group that holds itself too", async () => {
    expect(await list("hostile.h5")).not.toContain("out");
    expect((await whole(`${data}hostile.h5:again/self/again/self/fine`)).values.length).toBe(12);
    const { source, close } = await openArray(`${data}hostile.h5:holes`);
    expect((await source.read(0, 40)).length).toBe(1200);
    await close();
  });

  test("a changed byte is noticed where there is a checksum, and gzip data end", async () => {
    const path = join(folder, "changed.h5");
    const original = readFileSync(`${data}kinds.h5`);
    const before = readdirSync(tmpdir()).filter((name) => name.startsWith("tmpfile")).length;
    let noticed = 0;
    for (let at = 3000; at < original.length; at += 3001) {
      const bytes = Buffer.from(original);
      bytes[at] = bytes[at]! ^ 0xff;
      writeFileSync(path, bytes);
      for (const name of ["fletcher32", "gzip"]) {
        const values = await whole(`${path}:stored/${name}`).then(
          (read) => read.values,
          (error: unknown) => {
            expect(error).toMatchObject({ name: "SvccaError" });
            noticed++;
          },
        );
        if (values) expect(values[1]).toBe(-3);
      }
    }
    expect(noticed).toBeGreaterThan(0);
    // Errors leave nothing behind.
    const after = readdirSync(tmpdir()).filter((name) => name.startsWith("tmpfile")).length;
    expect(after).toBe(before);
  });

  test("a file that is cut short says by how much, and others are read on", async () => {
    const path = join(folder, "cut.h5");
    writeFileSync(path, readFileSync(`${data}kinds.h5`).subarray(0, 50_000));
    const { source, close } = await openArray(`${data}kinds.h5:fc`);
    await expect(openFile(path)).rejects.toThrow(
      /cut short: the file should have 72840 bytes, 50000 are there/,
    );
    writeFileSync(path, "\x89HDF\r\n\x1a\n and then text", "latin1");
    await expect(openFile(path)).rejects.toThrow(/damaged, HDF5 cannot open it/);
    expect((await source.read(0, 1)).length).toBe(12);
    await close();
  });

  test("an aborted read ends, and the next one is answered", async () => {
    const { source, close } = await openArray(`${data}kinds.h5:fc`);
    const stop = new AbortController();
    const read = source.read(0, 64, { signal: stop.signal });
    stop.abort(new Error("enough"));
    await expect(read).rejects.toThrow("enough");
    expect((await source.read(63, 64)).length).toBe(12);
    await expect(source.read(5, 65)).rejects.toMatchObject({ code: "invalid-argument" });
    await close();
  });

  test("a file is found by its mark, also behind a block of the user's own", async () => {
    const path = join(folder, "run.dat");
    const original = readFileSync(`${data}kinds.h5`);
    for (const block of [0, 512, 1024]) {
      writeFileSync(path, Buffer.concat([Buffer.alloc(block), original]));
      expect((await whole(`${path}:fc`)).values[1]).toBe(-3);
    }
  });

  test("a filter without its plug-in names the package; an unknown one says what to do", async () => {
    const missing = async () => false;
    await expect(
      ensureFilters([{ id: 32001, name: "blosc" }], "x.h5:a", missing),
    ).rejects.toMatchObject({
      code: "unsupported",
      message: expect.stringMatching(/compressed with blosc, .*npm install h5wasm-plugins@0\.2\.1/),
    });
    await expect(
      ensureFilters([{ id: 32017, name: "sz" }], "x.h5:a", async () => true),
    ).rejects.toThrow(/filter 32017 \(sz\), which nothing here can read/);
    await ensureFilters([{ id: 1, name: "deflate" }], "x.h5:a", missing);
  });
});
