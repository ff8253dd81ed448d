import { randomBytes } from "node:crypto";
import { access, mkdir, open, readFile, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { SvccaError } from "@svcca/linalg";
import type { BlobStore } from "../../store/blob-store.js";

/**
 * A store in a folder that all machines see under some path, such as NFS or Lustre. A file is
 * written under a temporary name, forced onto the disk and renamed.
 *
 * @throws SvccaError from its methods: `not-found` when a file cannot be read or written, with the
 *   reason of the system.
 */
export function fileStore(folder: string): BlobStore {
  const pathOf = (key: string) => join(folder, ...key.split("/"));
  return {
    name: folder,
    async update(key, change) {
      const path = pathOf(key);
      const before = await readFile(path).catch((cause) => {
        if (cause.code === "ENOENT") return undefined;
        throw failed(path, "read", cause);
      });
      const after = await change(before);
      if (after !== undefined) await writeWhole(path, after);
      return after ?? before;
    },
    has: (key) =>
      access(pathOf(key)).then(
        () => true,
        () => false,
      ),
    remove: (key) => rm(pathOf(key), { force: true }),
  };
}

async function writeWhole(path: string, bytes: Uint8Array): Promise<void> {
  const temporary = `${path}.${randomBytes(6).toString("hex")}.tmp`;
  try {
    await mkdir(dirname(path), { recursive: true });
    const file = await open(temporary, "wx");
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (cause) {
    await rm(temporary, { force: true });
    throw failed(path, "written", cause);
  }
}

function failed(path: string, what: string, cause: unknown): SvccaError {
  const { code } = cause as NodeJS.ErrnoException;
  return new SvccaError(
    "not-found",
    `${path}: cannot be ${what} (${code}); check that the folder of the store is there and has room`,
    { path, code },
    { cause },
  );
}
