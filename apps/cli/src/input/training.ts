import { SvccaError } from "@svcca/linalg";
import type { TfjsBackend } from "@svcca/training/node";

/** The training package: what runs anywhere, and what needs Node. */
export type Training = typeof import("@svcca/training") & typeof import("@svcca/training/node");

/** What training needs and the command does not bring, since most never train. */
const NEEDED = ["core", "layers", "backend-wasm"].map((part) => `@tensorflow/tfjs-${part}`);

/**
 * Loads the training package and starts tfjs on a backend.
 *
 * @throws SvccaError `not-found` when tfjs is not installed, saying what to install, and what
 *   `startTfjs` throws.
 */
export async function openTraining(
  backend: TfjsBackend = "auto",
  adapter?: string,
): Promise<{ training: Training; tfjs: string }> {
  try {
    const [anywhere, node] = await Promise.all([
      import("@svcca/training"),
      import("@svcca/training/node"),
    ]);
    const tfjs = await node.startTfjs(backend, adapter === undefined ? {} : { adapter });
    return { training: { ...anywhere, ...node }, tfjs };
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    const missing = NEEDED.find((name) => message.includes(name));
    if (missing === undefined || !["ERR_MODULE_NOT_FOUND", "not-found"].includes(code ?? "")) {
      throw cause;
    }
    throw new SvccaError(
      "not-found",
      `${missing} is not installed, and training needs it; run npm install ${NEEDED.map((name) => `${name}@4.22.0`).join(" ")}`,
      { missing },
      { cause },
    );
  }
}
