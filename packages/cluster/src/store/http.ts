import { SvccaError } from "@svcca/linalg";
import { AwsClient } from "aws4fetch";
import type { BlobStore } from "./blob-store.js";

/** Options of {@link httpStore}. */
export interface HttpStoreOptions {
  /** Signs requests for S3 and what speaks its language (MinIO, Ceph, R2). Default: no signature. */
  readonly s3?: {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly sessionToken?: string;
    /** Default `us-east-1`, which stores outside of AWS expect. */
    readonly region?: string;
  };
}

/**
 * A store behind HTTP: GET, PUT, HEAD and DELETE of `URL/KEY`, as S3 has it for the objects of a
 * bucket. A PUT is seen whole or not at all, which S3 promises.
 *
 * @param address of the folder or bucket: `https://s3.eu-central-1.amazonaws.com/BUCKET/study`. A
 *   name and password in it are sent as basic authorization, and named nowhere.
 * @throws SvccaError `invalid-argument` for what is no http(s) address. Its methods throw
 *   `not-found` when the store does not answer as it should.
 */
export function httpStore(address: string, { s3 }: HttpStoreOptions = {}): BlobStore {
  const { base, authorization } = splitAddress(address);
  const client = s3 && new AwsClient({ region: "us-east-1", ...s3, service: "s3" });
  const request = async (method: string, key: string, body?: Uint8Array): Promise<Response> => {
    const url = `${base}/${key}`;
    const init: RequestInit = { method };
    if (body) init.body = body as Uint8Array<ArrayBuffer>;
    if (authorization) init.headers = { authorization };
    let response: Response;
    try {
      response = client ? await client.fetch(url, init) : await fetch(url, init);
    } catch (cause) {
      throw failed(url, "does not answer", cause);
    }
    if (!response.ok && response.status !== 404) {
      await response.body?.cancel();
      throw failed(url, `answered ${response.status} to ${method}`);
    }
    return response;
  };
  return {
    name: base,
    async update(key, change) {
      const response = await request("GET", key);
      const before = response.ok ? new Uint8Array(await response.arrayBuffer()) : undefined;
      if (!response.ok) await response.body?.cancel();
      const after = await change(before);
      if (after === undefined) return before;
      const put = await request("PUT", key, after);
      await put.body?.cancel();
      if (!put.ok) throw failed(`${base}/${key}`, "answered 404 to PUT");
      return after;
    },
    async has(key) {
      return (await request("HEAD", key)).ok;
    },
    async remove(key) {
      await (await request("DELETE", key)).body?.cancel();
    },
  };
}

function splitAddress(address: string): { base: string; authorization?: string } {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (!url || !/^https?:$/.test(url.protocol)) {
    throw new SvccaError(
      "invalid-argument",
      "httpStore: not an http or https address; give one such as https://host/bucket",
      {},
    );
  }
  const { username, password } = url;
  url.username = "";
  url.password = "";
  const base = url.href.replace(/\/+$/, "");
  if (username === "") return { base };
  const pair = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  const bytes = new TextEncoder().encode(pair);
  return { base, authorization: `Basic ${btoa(String.fromCharCode(...bytes))}` };
}

function failed(url: string, what: string, cause?: unknown): SvccaError {
  return new SvccaError(
    "not-found",
    `${url}: the store ${what}; check its address and the rights on it`,
    { url },
    cause === undefined ? {} : { cause },
  );
}
