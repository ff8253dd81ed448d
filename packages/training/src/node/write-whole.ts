import { mkdir, open, rename, rm } from "node:fs/promises";
import { SvccaError } from "@svcca/linalg";

/** Writes a file whole or not at all, over what is there. */
export async function writeWhole(path: string, content: string | Uint8Array): Promise<void> {
  const temporary = `${path}.tmp`;
  await guarded(path, async () => {
    const file = await open(temporary, "w");
    try {
      await file.writeFile(content);
      // Before the rename, or a loss of power could leave an empty file under the name.
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  });
}

/** Fills a folder whole or not at all, in place of what is there. */
export async function fillWhole(
  folder: string,
  fill: (temporary: string) => Promise<void>,
): Promise<void> {
  const temporary = `${folder}.tmp`;
  await guarded(folder, async () => {
    await rm(temporary, { recursive: true, force: true });
    await mkdir(temporary, { recursive: true });
    try {
      await fill(temporary);
    } catch (error) {
      await rm(temporary, { recursive: true, force: true });
      throw error;
    }
    await rm(folder, { recursive: true, force: true });
    await rename(temporary, folder);
  });
}

async function guarded(path: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (cause instanceof SvccaError || typeof code !== "string" || !/^E[A-Z]+$/.test(code)) {
      throw cause;
    }
    throw new SvccaError(
      "not-found",
      `${path}: cannot be written (${code}); check that the folder is there and has room`,
      { path, code },
      { cause },
    );
  }
}
