import { readFileSync } from "node:fs";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { encodeNpy, encodeNpz, fromBlob, fromBytes, fromUrl, openBytes } from "@svcca/io";
import { openFile } from "@svcca/io/node";
import { afterAll, describe, expect, test } from "vitest";

const fixture = fileURLToPath(new URL("../../../fixtures/data/net-a-100.npz", import.meta.url));
const archive = readFileSync(fixture);

const servers: ReturnType<typeof createServer>[] = [];
afterAll(() => servers.map((server) => server.close()));
async function serve(answer: RequestListener): Promise<string> {
  const server = createServer(answer);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/run.npz`;
}

/** A server of one file that knows ranges, and counts what it sends. */
async function ranged(content: Uint8Array, tag = () => '"a"') {
  const sent = { bytes: 0 };
  const url = await serve((request, response) => {
    const [, from, to] = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? "")!.map(Number);
    const part = content.subarray(from!, to! + 1);
    sent.bytes += part.length;
    const range = `bytes ${from}-${to}/${content.length}`;
    response.writeHead(part.length > 0 ? 206 : 416, {
      "Content-Range": part.length > 0 ? range : `bytes */${content.length}`,
      ETag: tag(),
    });
    response.end(part);
  });
  return { url, sent };
}

describe("any bytes", () => {
  test("a Blob reads as the file does, array by array", async () => {
    const file = await openFile(fixture);
    const blob = await openBytes(fromBlob(new Blob([archive])), "net.npz");
    expect(blob.arrays.map(({ array }) => array)).toEqual(file.arrays.map(({ array }) => array));
    for (const [i, { open }] of blob.arrays.entries()) {
      const [here, there] = [await open(), await file.arrays[i]!.open()];
      expect(here.shape).toEqual(there.shape);
      for (const [start, end] of [
        [100, 200],
        [0, 500],
      ] as const) {
        const [a, b] = [await here.read(start, end), await there.read(start, end)];
        expect(a.constructor).toBe(b.constructor);
        // Not by toEqual, which takes seconds for this many values.
        expect(Buffer.from(a.buffer).equals(Buffer.from(b.buffer))).toBe(true);
      }
    }
    await file.close();
  });

  test("a damaged deflated entry is noticed by the platform's inflation too", async () => {
    const bytes = Uint8Array.from(archive);
    bytes[5000]! ^= 0x10;
    const { arrays } = await openBytes(fromBytes(bytes), "net.npz");
    const conv1 = await arrays.find(({ array }) => array === "conv1")!.open();
    await expect(conv1.read(0, 500)).rejects.toThrow(/conv1: the entry is damaged/);
    const cut = await openBytes(
      fromBytes(gzipSync(Buffer.from("\0\0\x08\x01\0\0\0\x03abc", "latin1"))),
      "x.gz",
    );
    expect(Array.from(await (await cut.arrays[0]!.open()).read(0, 3))).toEqual([97, 98, 99]);
  });

  test("HDF5 points to the worker", async () => {
    const bytes = Buffer.from("\x89HDF\r\n\x1a\n", "latin1");
    await expect(openBytes(fromBytes(bytes), "x.h5")).rejects.toThrow(
      /openHdf5 of @svcca\/io\/hdf5/,
    );
  });
});

describe("a web server", () => {
  const data = Float32Array.from({ length: 400_000 }, (_, i) => i);
  const content = encodeNpz({
    a: { shape: [1000, 200], data: data.subarray(0, 200_000) },
    b: { shape: [1000, 200], data: data.subarray(200_000) },
  });

  test("that knows ranges sends only what is asked for", async () => {
    const { url, sent } = await ranged(content);
    const { arrays } = await openBytes(await fromUrl(url), url);
    expect(arrays.map(({ array }) => array)).toEqual(["a", "b"]);
    const b = await arrays[1]!.open();
    expect(await b.read(10, 12)).toEqual(data.subarray(202_000, 202_400));
    expect(await b.read(5, 5)).toEqual(new Float32Array(0));
    expect(sent.bytes).toBeLessThan(content.length / 10);
  });

  test("that does not sends all, once", async () => {
    let requests = 0;
    const url = await serve((_, response) => {
      requests++;
      response.end(content);
    });
    const { arrays } = await openBytes(await fromUrl(url), url);
    expect((await (await arrays[0]!.open()).read(0, 1000)).length).toBe(200_000);
    expect(requests).toBe(1);
  });

  test("that says no, changes the file, or sends too little is one line", async () => {
    const missing = await serve((_, response) => response.writeHead(404).end());
    await expect(fromUrl(missing)).rejects.toMatchObject({
      code: "not-found",
      message: expect.stringMatching(/answered 404; check the address/),
    });
    let version = 0;
    const { url: changing } = await ranged(content, () => `"${version++}"`);
    const bytes = await fromUrl(changing);
    await expect(bytes.slice(0, 10)).rejects.toThrow(/of another version; try again/);
    const { url: short } = await ranged(encodeNpy({ shape: [2], data: new Float32Array(2) }));
    const source = await fromUrl(short);
    await expect(source.slice(100, 1000)).rejects.toThrow(/answered 206 with 36 bytes; try again/);
    const { url: empty } = await ranged(new Uint8Array(0));
    expect((await fromUrl(empty)).byteLength).toBe(0);
  });

  test("an abort reaches the request", async () => {
    const { url } = await ranged(content);
    const bytes = await fromUrl(url);
    await expect(bytes.slice(0, 10, { signal: AbortSignal.abort() })).rejects.toThrow(/abort/i);
  });
});

test("a Buffer of Node is read like any bytes, wherever in memory it starts", async () => {
  const npz = encodeNpz({ x: { shape: [3], data: Float64Array.of(1, 2, 3) } });
  for (let offset = 0; offset < 8; offset++) {
    const buffer = Buffer.alloc(npz.length + offset).subarray(offset);
    buffer.set(npz);
    const { arrays } = await openBytes(fromBytes(buffer), "x.npz");
    const source = await arrays[0]!.open();
    expect(Array.from(await source.read(0, 3))).toEqual([1, 2, 3]);
  }
});
