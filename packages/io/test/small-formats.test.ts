import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { openArray, openFile } from "@svcca/io/node";
import { afterAll, describe, expect, test } from "vitest";

const folder = mkdtempSync(join(tmpdir(), "svcca-small-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let count = 0;
function file(bytes: Uint8Array, ending = ""): string {
  const path = join(folder, `file-${count++}${ending}`);
  writeFileSync(path, bytes);
  return path;
}
async function read(target: string, start?: number, end?: number) {
  const { source, close } = await openArray(target);
  try {
    const values = await source.read(start ?? 0, end ?? source.shape[0] ?? 1);
    return { ...source, values: Array.from(values) };
  } finally {
    await close();
  }
}

/** A safetensors file of any header text and data. */
function safetensors(header: string, data: Uint8Array): Buffer {
  const start = Buffer.alloc(8);
  start.writeBigUInt64LE(BigInt(Buffer.byteLength(header)));
  return Buffer.concat([start, Buffer.from(header), data]);
}

describe("safetensors", () => {
  const types: [string, Buffer, number[], string][] = [
    ["F64", Buffer.from(Float64Array.of(0.1, -2).buffer), [0.1, -2], "<f8"],
    ["F32", Buffer.from(Float32Array.of(0.5, -2).buffer), [0.5, -2], "<f4"],
    ["F16", Buffer.from(Uint16Array.of(0x3555, 0x0001).buffer), [0.333251953125, 2 ** -24], "<f2"],
    ["BF16", Buffer.from(Uint16Array.of(0x3fc0, 0xff80).buffer), [1.5, -Infinity], "<f4"],
    ["I64", Buffer.from(BigInt64Array.of(-5n, 7n).buffer), [-5, 7], "<i8"],
    ["U64", Buffer.from(BigUint64Array.of(5n, 7n).buffer), [5, 7], "<u8"],
    ["I32", Buffer.from(Int32Array.of(-5, 7).buffer), [-5, 7], "<i4"],
    ["U32", Buffer.from(Uint32Array.of(2 ** 32 - 1, 7).buffer), [2 ** 32 - 1, 7], "<u4"],
    ["I16", Buffer.from(Int16Array.of(-5, 7).buffer), [-5, 7], "<i2"],
    ["U16", Buffer.from(Uint16Array.of(65535, 7).buffer), [65535, 7], "<u2"],
    ["I8", Buffer.from(Int8Array.of(-5, 7).buffer), [-5, 7], "|i1"],
    ["U8", Buffer.from(Uint8Array.of(255, 7).buffer), [255, 7], "|u1"],
    ["BOOL", Buffer.from(Uint8Array.of(0, 1).buffer), [0, 1], "|b1"],
    ["C64", Buffer.from(Float32Array.of(1, 2, 3, 4).buffer), [1, 2, 3, 4], "<c8"],
  ];
  test("every type to its full precision, by content whatever the name", async () => {
    const header: Record<string, object> = {
      __metadata__: { layout: "NCHW", "F64.layout": "NHWC" },
    };
    let at = 0;
    for (const [name, data] of types) {
      header[name] = { dtype: name, shape: [2], data_offsets: [at, at + data.length] };
      at += data.length;
    }
    const bytes = safetensors(JSON.stringify(header), Buffer.concat(types.map(([, data]) => data)));
    for (const path of [file(bytes, ".safetensors"), file(bytes, ".bin")]) {
      for (const [name, , values, dtype] of types) {
        const found = await read(`${path}:${name}`);
        expect(found).toMatchObject({ shape: [2], dtype, values });
        expect(found.attributes).toEqual({ layout: name === "F64" ? "NHWC" : "NCHW" });
      }
      const opened = await openFile(path);
      expect(opened.arrays.length).toBe(types.length);
      await opened.close();
    }
  });

  const entry = (more: object) =>
    JSON.stringify({ a: { dtype: "F32", shape: [2], data_offsets: [0, 8], ...more } });
  const eight = Buffer.alloc(8);
  const refused: [string, Buffer, RegExp][] = [
    [
      "a header beyond the file",
      safetensors("", eight).fill(9, 0, 4),
      /header should take \d+ bytes/,
    ],
    ["a header that is no JSON", safetensors("{'a'", eight), /not JSON/],
    ["a list", safetensors("[]", eight), /no object/],
    ["a hole", safetensors(entry({ data_offsets: [4, 8], shape: [1] }), eight), /expected from 0/],
    ["bytes behind the end", safetensors(entry({}), Buffer.alloc(9)), /too long/],
    ["missing bytes", safetensors(entry({}), Buffer.alloc(7)), /cut short/],
    ["a shape that lies", safetensors(entry({ shape: [3] }), eight), /takes 12 bytes, it has 8/],
    ["sizes that wrap", safetensors(entry({ shape: [2 ** 40, 2 ** 40] }), eight), /it has 8/],
    ["a negative size", safetensors(entry({ shape: [-2] }), eight), /no dtype, shape/],
    ["a type of 8 bits", safetensors(entry({ dtype: "F8_E4M3", shape: [8] }), eight), /F8_E4M3/],
    [
      "the same name twice",
      safetensors(
        `{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}`,
        eight,
      ),
      /a name comes twice/,
    ],
    [
      "the same name twice, written in two ways",
      safetensors(
        `{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"\\u0061" :{"dtype":"I32","shape":[2],"data_offsets":[0,8]}}`,
        eight,
      ),
      /a name comes twice/,
    ],
    [
      "two shapes",
      safetensors(entry({}).replace('"shape"', '"shape":[4],"shape"'), eight),
      /a name comes twice/,
    ],
    [
      "lists in lists",
      safetensors(`{"a":${"[".repeat(5e4)}${"]".repeat(5e4)}}`, eight),
      /no dtype/,
    ],
    [
      "rows of nothing",
      safetensors(entry({ shape: [2 ** 50, 0], data_offsets: [0, 0] }), Buffer.alloc(0)),
      /impossible shape/,
    ],
  ];
  test("names with quotes, colons and escapes are names", async () => {
    const name = 'x": {"y\\"\n';
    const header = { [name]: { dtype: "F32", shape: [2], data_offsets: [0, 8], note: '":"' } };
    const path = file(safetensors(JSON.stringify(header), eight), ".safetensors");
    expect((await read(`${path}:${name}`)).shape).toEqual([2]);
  });

  test.each(refused)("refuses %s", async (_, bytes, message) => {
    const error = await read(`${file(bytes, ".safetensors")}:a`).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ name: "SvccaError", message: expect.stringMatching(message) });
  });
});

/** An IDX file. */
function idx(type: number, shape: number[], data: Uint8Array): Buffer {
  const head = Buffer.alloc(4 + 4 * shape.length);
  head[2] = type;
  head[3] = shape.length;
  for (const [axis, n] of shape.entries()) head.writeUInt32BE(n, 4 + 4 * axis);
  return Buffer.concat([head, data]);
}

describe("IDX", () => {
  const pixels = Uint8Array.from({ length: 24 }, (_, i) => i * 10);
  test("plain and compressed, by content", async () => {
    const bytes = idx(8, [4, 2, 3], pixels);
    for (const path of [file(bytes), file(bytes, ".idx"), file(gzipSync(bytes), ".gz")]) {
      const found = await read(path, 1, 3);
      expect(found).toMatchObject({ shape: [4, 2, 3], dtype: "|u1" });
      expect(found.values).toEqual(Array.from(pixels.subarray(6, 18)));
    }
    const floats = Buffer.alloc(8);
    floats.writeFloatBE(1.5, 0);
    floats.writeFloatBE(-2, 4);
    expect((await read(file(idx(13, [2], floats)))).values).toEqual([1.5, -2]);
  });

  test("lengths that lie are refused", async () => {
    await expect(read(file(idx(8, [5, 2, 3], pixels)))).rejects.toThrow(/takes 30 bytes, 24 are/);
    await expect(read(file(idx(8, [3, 2, 3], pixels)))).rejects.toThrow(/too long/);
    await expect(read(file(idx(8, [2 ** 31, 2 ** 31, 2 ** 31], pixels)))).rejects.toThrow(
      /cut short/,
    );
    await expect(read(file(Buffer.of(0, 0, 8, 3, 0), ".idx"))).rejects.toThrow(/inside its header/);
    // The last bytes say how long it is, and are not the last any more.
    const cut = gzipSync(idx(8, [4, 2, 3], pixels)).subarray(0, 30);
    await expect(read(file(cut, ".gz"))).rejects.toThrow(/cut short or damaged: it says that it/);
    await expect(read(file(idx(10, [4, 2, 3], pixels), ".idx"))).rejects.toThrow(/not an IDX file/);
    const changed = gzipSync(idx(8, [4, 2, 3], pixels));
    changed[changed.length - 6]! ^= 1;
    await expect(read(file(changed, ".gz"))).rejects.toMatchObject({ name: "SvccaError" });
  });
});

describe("CIFAR-10", () => {
  const records = Buffer.alloc(3 * 3073, 7);
  records[0] = 3;
  records[3073] = 9;
  records[2 * 3073] = 0;
  records[3073 + 1] = 200;
  test("images and labels", async () => {
    const path = file(records, ".bin");
    expect((await read(`${path}:labels`)).values).toEqual([3, 9, 0]);
    const images = await read(`${path}:images`, 1, 2);
    expect(images).toMatchObject({ shape: [3, 3, 32, 32], attributes: { layout: "NCHW" } });
    expect(images.values.slice(0, 2)).toEqual([200, 7]);
    expect(images.values.length).toBe(3072);
  });

  test("other files are not taken for one", async () => {
    await expect(openFile(file(Buffer.alloc(3000), ".bin"))).rejects.toThrow(/no multiple of 3073/);
    await expect(openFile(file(Buffer.alloc(2 * 3074), ".bin"))).rejects.toThrow(
      /but of 3074, as CIFAR-100 has it, which is not read/,
    );
    const path = file(Buffer.alloc(3073, 77), ".bin");
    await expect(read(`${path}:labels`)).rejects.toThrow(/label 77 of image 0/);
  });
});

test("what nobody reads is answered with what is read", async () => {
  await expect(openFile(file(Buffer.from("hello world"), ".txt"))).rejects.toThrow(
    /not a kind of file that is read; npy, npz, HDF5, safetensors, IDX and CIFAR-10 are/,
  );
  await expect(openFile(file(Buffer.from("PK"), ".pt"))).rejects.toThrow(
    /hold pickled Python objects, which are never read/,
  );
});
