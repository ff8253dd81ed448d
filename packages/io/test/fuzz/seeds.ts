import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { encodeNpy, encodeNpz } from "@svcca/io";
import { zipSync } from "fflate";

const floats = (count: number) => Float32Array.from({ length: count }, (_, i) => i / 3);
const data = (name: string) =>
  new Uint8Array(readFileSync(fileURLToPath(new URL(`../data/${name}`, import.meta.url))));

const table = encodeNpy({ shape: [6, 4], data: floats(24) });
const wide = encodeNpy({ shape: [3, 2, 2, 2], data: Float64Array.from(floats(24)) });
const fortran = new Uint8Array(table);
fortran.set(Buffer.from("True, "), Buffer.from(table).indexOf("False,"));
const longs = encodeNpy({
  shape: [8],
  data: BigInt64Array.from({ length: 8 }, (_, i) => BigInt(i)),
});

function idx(): Uint8Array {
  const head = Buffer.from([0, 0, 8, 3, 0, 0, 0, 4, 0, 0, 0, 3, 0, 0, 0, 2]);
  return new Uint8Array(Buffer.concat([head, Buffer.alloc(24, 5)]));
}

function safetensors(): Uint8Array {
  const header = JSON.stringify({
    __metadata__: { layout: "NCHW" },
    a: { dtype: "F32", shape: [2, 3], data_offsets: [0, 24] },
    "b.w": { dtype: "BF16", shape: [4], data_offsets: [24, 32] },
    c: { dtype: "I64", shape: [1, 1], data_offsets: [32, 40] },
  });
  const start = Buffer.alloc(8);
  start.writeBigUInt64LE(BigInt(header.length));
  return new Uint8Array(Buffer.concat([start, Buffer.from(header), Buffer.alloc(40, 1)]));
}

function cifar(): Uint8Array {
  const bytes = new Uint8Array(2 * 3073).fill(9);
  bytes[3073] = 4;
  return bytes;
}

/** The corpus: files that are right, by the ending that says what they are. */
export const seeds: Readonly<Record<string, readonly Uint8Array[]>> = {
  ".npy": [table, wide, fortran, longs],
  ".npz": [
    encodeNpz({ a: { shape: [6, 4], data: floats(24) }, "b/c": { shape: [3], data: floats(3) } }),
    zipSync({ "a.npy": [table, { level: 6 }], "d.npy": [longs, { level: 6 }] }),
    zipSync({
      "a.npy": [encodeNpy({ shape: [400, 50], data: new Float32Array(20_000) }), { level: 9 }],
    }),
    data("zip64.npz"),
  ],
  ".safetensors": [safetensors()],
  ".idx": [idx()],
  ".idx.gz": [new Uint8Array(gzipSync(idx())), new Uint8Array(gzipSync(table))],
  ".bin": [cifar()],
  ".h5": [
    ...["seed-old.h5", "seed-new.h5", "seed-deep.h5", "hostile.h5"],
    ...["holes-old.h5", "holes-new.h5", "odd-types.h5"],
  ].map(data),
};
