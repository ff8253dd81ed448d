import { type CallOptions, SvccaError } from "@svcca/linalg";
import { printable } from "../printable.js";
import { fromBlob } from "./blob.js";
import type { ByteSource } from "./byte-source.js";

export interface UrlOptions extends CallOptions {
  /** What to fetch with, for headers or tests; the platform's own by default. */
  readonly fetch?: typeof fetch;
}

/**
 * A file of a web server as bytes, of which only what is asked for is fetched (range requests). A
 * server that does not know them sends the whole file, which is then kept as a `Blob`.
 *
 * @throws SvccaError `not-found` when the server does not give it, `format` when the file changes
 *   between two requests.
 */
export async function fromUrl(url: string, options: UrlOptions = {}): Promise<ByteSource> {
  const get = options.fetch ?? fetch;
  const init = options.signal ? { signal: options.signal } : {};
  const first = await get(url, { ...init, headers: { Range: "bytes=0-0" } });
  const name = printable(url);
  if (first.status === 200) return fromBlob(await first.blob());
  const total = Number(
    /\/(\d+)$/.exec(first.headers.get("Content-Range") ?? "")?.[1] ?? Number.NaN,
  );
  // A range of an empty file cannot be satisfied, and its length is in the answer.
  if (first.status === 416 && total === 0) return fromBlob(new Blob([]));
  await first.body?.cancel();
  if (first.status !== 206 || !Number.isSafeInteger(total)) {
    throw new SvccaError(
      "not-found",
      `${name}: the server answered ${first.status}; check the address`,
      { url, status: first.status },
    );
  }
  const tag = first.headers.get("ETag");
  return {
    byteLength: total,
    async slice(start, end, call = {}) {
      if (start === end) return new Uint8Array(0);
      const response = await get(url, {
        headers: { Range: `bytes=${start}-${end - 1}` },
        ...(call.signal ? { signal: call.signal } : {}),
      });
      const bytes = new Uint8Array(response.status === 206 ? await response.arrayBuffer() : []);
      if (bytes.length !== end - start || response.headers.get("ETag") !== tag) {
        throw new SvccaError(
          "format",
          `${name}: bytes ${start} to ${end} were asked for, the server answered ${response.status} with ${bytes.length} bytes${response.headers.get("ETag") === tag ? "" : " of another version"}; try again`,
          { url, start, end, status: response.status },
        );
      }
      return bytes;
    },
  };
}
