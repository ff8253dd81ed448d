import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type BlobStore, httpStore } from "@svcca/cluster";
import { fileStore } from "@svcca/cluster/node";
import { afterAll, beforeAll, expect, test } from "vitest";

const folder = mkdtempSync(join(tmpdir(), "svcca-stores-"));
const objects = new Map<string, Buffer>();
const authorizations = new Set<string | undefined>();
let status: number | undefined;
let server: Server;
let address: string;

// What a bucket does, as far as it is used.
beforeAll(async () => {
  server = createServer(async (request, response) => {
    authorizations.add(request.headers.authorization);
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const { url = "", method } = request;
    const found = objects.get(url);
    if (status) response.writeHead(status).end();
    else if (method === "PUT") {
      objects.set(url, Buffer.concat(chunks));
      response.writeHead(200).end();
    } else if (method === "DELETE") {
      objects.delete(url);
      response.writeHead(204).end();
    } else if (!found) response.writeHead(404).end();
    else response.writeHead(200).end(method === "GET" ? found : undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  address = `127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.close();
  rmSync(folder, { recursive: true, force: true });
});

const stores: [string, () => BlobStore][] = [
  ["a folder", () => fileStore(join(folder, "deep", "store"))],
  ["an http server", () => httpStore(`http://${address}/bucket/`)],
  [
    "an S3",
    () =>
      httpStore(`http://${address}/s3`, {
        s3: { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "not-to-be-seen" },
      }),
  ],
];

for (const [name, open] of stores) {
  test(`${name} keeps what it is given, and gives it back`, async () => {
    const store = open();
    const key = "moments/ab/cdef";
    const seen: (Uint8Array | undefined)[] = [];
    const put = (bytes?: Uint8Array) =>
      store.update(key, async (before) => {
        seen.push(before && Uint8Array.from(before));
        return bytes;
      });
    expect(await store.has!(key)).toBe(false);
    expect(await put()).toBe(undefined);
    expect(await store.has!(key)).toBe(false);
    expect(await put(Uint8Array.of(1, 2))).toEqual(Uint8Array.of(1, 2));
    expect(await put(Uint8Array.of(3))).toEqual(Uint8Array.of(3));
    expect(Array.from((await put())!)).toEqual([3]);
    expect(seen).toEqual([undefined, undefined, Uint8Array.of(1, 2), Uint8Array.of(3)]);
    expect(await store.has!(key)).toBe(true);
    await store.remove!(key);
    await store.remove!(key);
    expect(await store.has!(key)).toBe(false);
  });
}

test("requests are signed or authorized, and no name of a store holds a secret", async () => {
  authorizations.clear();
  const [, , s3] = stores.map(([, open]) => open());
  await s3!.has!("x");
  const basic = httpStore(`http://me:p%40ss@${address}/b`);
  await basic.has!("x");
  const [signed, plain] = [...authorizations];
  expect(signed).toMatch(
    /^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/\d{8}\/us-east-1\/s3\/aws4_request, SignedHeaders=host;[^,]*, Signature=[0-9a-f]{64}$/,
  );
  expect(plain).toBe(`Basic ${Buffer.from("me:p@ss").toString("base64")}`);
  expect(basic.name).toBe(`http://${address}/b`);
});

test("a server that refuses or is not there is named", async () => {
  const store = httpStore(`http://me:secret@${address}/b`);
  status = 403;
  await expect(store.has!("x")).rejects.toThrow(
    `http://${address}/b/x: the store answered 403 to HEAD; check its address and the rights on it`,
  );
  status = undefined;
  const gone = httpStore("http://me:secret@127.0.0.1:1/b");
  await expect(gone.update("x", async () => undefined)).rejects.toThrow(
    /^http:\/\/127\.0\.0\.1:1\/b\/x: the store does not answer/,
  );
  expect(() => httpStore("ftp://me:secret@host")).toThrow(/^httpStore: not an http or https/);
});
