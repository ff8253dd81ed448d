import { randomBytes } from "node:crypto";
import { access, open, rename, rm } from "node:fs/promises";
import { SvccaError } from "@svcca/linalg";

/**
 * Checks, before anything is computed, that a result may be written there.
 *
 * @throws SvccaError `exists` when the file is there and `force` is not set.
 */
export async function assertWritable(path: string, force = false): Promise<void> {
  const there = await access(path).then(
    () => true,
    () => false,
  );
  if (there && !force) {
    throw new SvccaError("exists", `${path}: the file is there; write over it with --force`, {
      path,
    });
  }
}

/**
 * Writes a file whole or not at all: to a temporary name beside it, which is then renamed.
 *
 * @throws SvccaError `exists` as {@link assertWritable}, `not-found` when the folder cannot be
 *   written to.
 */
export async function saveFile(
  path: string,
  content: string | Uint8Array,
  force = false,
): Promise<void> {
  await assertWritable(path, force);
  const temporary = `${path}.${randomBytes(6).toString("hex")}.tmp`;
  try {
    const file = await open(temporary, "wx");
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (cause) {
    await rm(temporary, { force: true });
    throw cannotWrite(path, cause);
  }
}

/** The error for a file that the system does not let us write. */
export function cannotWrite(path: string, cause: unknown): SvccaError {
  const { code } = cause as NodeJS.ErrnoException;
  return new SvccaError(
    "not-found",
    `${path}: cannot be written (${code}); check that the folder is there and has room`,
    { path, code },
    { cause },
  );
}
