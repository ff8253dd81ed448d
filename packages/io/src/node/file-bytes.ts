import { type FileHandle, open } from "node:fs/promises";
import { SvccaError } from "@svcca/linalg";
import type { ByteSource } from "../bytes/byte-source.js";
import { printable } from "../printable.js";

/** An open file, read at any place. */
export interface FileBytes extends ByteSource {
  close(): Promise<void>;
}

/** @throws SvccaError `not-found` when there is no such file or it cannot be read. */
export async function openFileBytes(path: string): Promise<FileBytes> {
  let handle: FileHandle;
  try {
    handle = await open(path);
  } catch (cause) {
    const missing = (cause as NodeJS.ErrnoException).code === "ENOENT";
    throw new SvccaError(
      "not-found",
      `${printable(path)}: ${missing ? "no such file; check the path" : "the file cannot be opened"}`,
      { path },
      { cause },
    );
  }
  const status = await handle.stat();
  if (!status.isFile()) {
    await handle.close();
    throw new SvccaError("unsupported", `${printable(path)}: not a file; name one file`, { path });
  }
  return {
    byteLength: status.size,
    async slice(start, end, options) {
      options?.signal?.throwIfAborted();
      const size = end - start;
      const { into } = options ?? {};
      const bytes = into && into.length >= size ? into.subarray(0, size) : new Uint8Array(size);
      let done = 0;
      while (done < bytes.length) {
        const { bytesRead } = await handle.read(bytes, done, bytes.length - done, start + done);
        if (bytesRead === 0) {
          throw new SvccaError(
            "format",
            `${printable(path)}: the file became shorter while it was read`,
            { path },
          );
        }
        done += bytesRead;
      }
      return bytes;
    },
    close: () => handle.close(),
  };
}
