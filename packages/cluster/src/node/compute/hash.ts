import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { SvccaError } from "@svcca/linalg";
import type { PlanFile } from "../plan/plan.js";

/** The SHA-256 of files as if they were one, hexadecimal. */
export async function hashFiles(files: readonly PlanFile[], signal?: AbortSignal): Promise<string> {
  const hash = createHash("sha256");
  await assertUnchanged(files);
  for (const { path } of files) {
    const bytes = createReadStream(path, { highWaterMark: 2 ** 20, signal });
    for await (const chunk of bytes) hash.update(chunk as Buffer);
  }
  await assertUnchanged(files);
  return hash.digest("hex");
}

/** @throws SvccaError `not-found` for a file that is gone or not what it was at submission. */
export async function assertUnchanged(files: readonly PlanFile[]): Promise<void> {
  for (const { path, bytes, changed } of files) {
    const now = await stat(path).catch((cause) => {
      throw new SvccaError(
        "not-found",
        `${path}: cannot be opened (${cause.code}); every worker needs the data under the path that was submitted`,
        { path, code: cause.code },
        { cause },
      );
    });
    if (now.size === bytes && now.mtimeMs === changed) continue;
    throw new SvccaError(
      "not-found",
      `${path}: has changed since the study was submitted; submit it again`,
      { path },
    );
  }
}
