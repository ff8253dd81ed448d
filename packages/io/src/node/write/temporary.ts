import { randomBytes } from "node:crypto";
import { access, open, rename, rm } from "node:fs/promises";
import { SvccaError } from "@svcca/linalg";
import { printable } from "../../printable.js";

/**
 * Writes a file whole or not at all: to a temporary name beside it, which is renamed at the end.
 *
 * @param write writes the file of the name that it is given.
 * @throws SvccaError `exists` when the file is there and `force` is not set, `not-found` when the
 *   folder cannot be written to.
 */
export async function replaceFile(
  path: string,
  force: boolean,
  write: (temporary: string) => Promise<void>,
): Promise<void> {
  const there = await access(path).then(
    () => true,
    () => false,
  );
  if (there && !force) {
    throw new SvccaError(
      "exists",
      `${printable(path)}: the file is there; write over it with --force`,
      { path },
    );
  }
  const temporary = `${path}.${randomBytes(6).toString("hex")}.tmp`;
  try {
    // Made here, so that a folder that cannot be written to is known before the work.
    await (await open(temporary, "wx")).close();
    await write(temporary);
    const file = await open(temporary, "r+");
    await file.sync();
    await file.close();
    await rename(temporary, path);
  } catch (cause) {
    await rm(temporary, { force: true });
    const { code } = cause as NodeJS.ErrnoException;
    if (cause instanceof SvccaError || typeof code !== "string" || !/^E[A-Z]+$/.test(code)) {
      throw cause;
    }
    throw new SvccaError(
      "not-found",
      `${printable(path)}: cannot be written (${code}); check that the folder is there and has room`,
      { path, code },
      { cause },
    );
  }
}
