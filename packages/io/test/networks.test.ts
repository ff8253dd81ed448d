import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { concatRows, encodeNpy, encodeNpz, fromBytes, openNpy } from "@svcca/io";
import { openArray, openNetwork } from "@svcca/io/node";
import { afterAll, describe, expect, test } from "vitest";

const hdf5 = fileURLToPath(new URL("./data/kinds.h5", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "svcca-network-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const rows = (start: number, count: number, width = 2) => ({
  shape: [count, width],
  data: Float32Array.from({ length: count * width }, (_, i) => start * width + i),
});
const net = join(folder, "net");
mkdirSync(net);
for (const name of ["conv10", "conv2", "fc"]) {
  writeFileSync(join(net, `${name}.npy`), encodeNpy(rows(0, 3)));
}
writeFileSync(join(net, "heads.npz"), encodeNpz({ b: rows(0, 3), a: rows(0, 3) }));
writeFileSync(join(net, "notes.txt"), "not a layer");
// part-2 comes before part-10, as the rows were written.
const counts = [4, 1, 0, 6];
let start = 0;
for (const [i, count] of counts.entries()) {
  const part = rows(start, count);
  writeFileSync(join(folder, `part-${i === 3 ? 10 : i}.npy`), encodeNpy(part));
  writeFileSync(join(folder, `part-${i === 3 ? 10 : i}.npz`), encodeNpz({ fc: part, other: part }));
  start += count;
}

const names = async (target: string) => {
  const network = await openNetwork(target);
  const found = network.arrays.map(({ array }) => array);
  await network.close();
  return found;
};

describe("a network", () => {
  test("is a folder, a file, or a group, with its layers in natural order", async () => {
    expect(await names(net)).toEqual(["conv2", "conv10", "fc", "heads/a", "heads/b"]);
    expect(await names(join(net, "heads.npz"))).toEqual(["a", "b"]);
    expect(await names(`${net}:heads`)).toEqual(["a", "b"]);
    expect(await names(`${net}:fc`)).toEqual(["fc"]);
    expect(await names(`${hdf5}:net/epoch_3`)).toEqual(["conv2", "conv10"]);
    expect(await names(`${hdf5}:net/latest/`)).toEqual(["conv2", "conv10"]);
    expect(await names(`${hdf5}:net`)).toEqual(["epoch_3/conv2", "epoch_3/conv10"]);
    expect(await names(`${hdf5}:fc`)).toEqual(["fc"]);
    expect(await names(join(folder, "part-*.npz"))).toEqual(["fc", "other"]);
  });

  test("opens its layers, again after it was closed for listing", async () => {
    for (const target of [net, `${hdf5}:net/latest`]) {
      const network = await openNetwork(target);
      const sources = await Promise.all(network.arrays.map(({ open }) => open()));
      for (const source of sources) {
        expect((await source.read(0, source.shape[0]!)).length).toBeGreaterThan(0);
      }
      await network.close();
    }
  });

  test("that is not there is one line", async () => {
    await expect(openNetwork(join(folder, "none"))).rejects.toThrow(/no such file/);
    await expect(openNetwork(`${net}:conv3`)).rejects.toThrow(/neither an array nor a group/);
    await expect(openNetwork(`${hdf5}:net/epoch_4`)).rejects.toThrow(/there is no "net\/epoch_4"/);
    const empty = join(folder, "empty");
    mkdirSync(empty);
    await expect(openNetwork(empty)).rejects.toThrow(/holds no file that is read/);
  });

  test("gives an array by FOLDER:ARRAY", async () => {
    const { source, files, close } = await openArray(`${net}:conv10`);
    expect(source.shape).toEqual([3, 2]);
    expect(files).toEqual([join(net, "conv10.npy")]);
    await close();
    await expect(openArray(net)).rejects.toThrow(/which array\? the folder holds conv2, conv10/);
  });
});

describe("shards", () => {
  const all = Array.from({ length: 22 }, (_, i) => i);
  test.each(["part-*.npy", "part-*.npz:fc", "par?-*.npy"])("%s is one long array", async (name) => {
    const { source, files, close } = await openArray(join(folder, name));
    expect(source.shape).toEqual([11, 2]);
    expect(files.map((file) => /part-(\d+)/.exec(file)![1])).toEqual(["0", "1", "2", "10"]);
    expect(Array.from(await source.read(0, 11))).toEqual(all);
    for (let from = 0; from <= 11; from++) {
      for (let to = from; to <= 11; to++) {
        expect(Array.from(await source.read(from, to))).toEqual(all.slice(from * 2, to * 2));
      }
    }
    const twice = await Promise.all([source.read(0, 11), source.read(2, 9)]);
    expect(twice.map((part) => part.length)).toEqual([22, 14]);
    await expect(source.read(0, 12)).rejects.toMatchObject({ code: "invalid-argument" });
    await close();
  });

  test("with other rows, and patterns that name nothing, are refused", async () => {
    writeFileSync(join(folder, "odd-1.npy"), encodeNpy(rows(0, 3)));
    writeFileSync(join(folder, "odd-2.npy"), encodeNpy(rows(0, 3, 5)));
    await expect(openArray(join(folder, "odd-*.npy"))).rejects.toThrow(
      /odd-2\.npy is \(n, 5\) of <f4, .*odd-1\.npy is \(n, 2\) of <f4; shards must have the same/,
    );
    await expect(openArray(join(folder, "none-*.npy"))).rejects.toThrow(/no file has such a name/);
  });

  test("a file whose name holds a star is that file", async () => {
    writeFileSync(join(folder, "odd-*.npy"), encodeNpy(rows(0, 2)));
    const { source, close } = await openArray(join(folder, "odd-*.npy"));
    expect(source.shape).toEqual([2, 2]);
    await close();
  });

  test("of any sources", async () => {
    const parts = [rows(0, 2), rows(2, 3)].map((part) => encodeNpy(part));
    const sources = await Promise.all(parts.map((part) => openNpy(fromBytes(part), "x.npy")));
    const whole = concatRows("both", sources);
    expect(whole).toMatchObject({ name: "both", shape: [5, 2], dtype: "<f4" });
    expect(Array.from(await whole.read(1, 4))).toEqual([2, 3, 4, 5, 6, 7]);
    expect(() => concatRows("none", [])).toThrow(/at least one/);
  });
});
