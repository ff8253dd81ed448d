import { SvccaError } from "@svcca/linalg";

/** The training package: what runs anywhere, and what needs Node. */
export type Training = typeof import("@svcca/training") & typeof import("@svcca/training/node");

/** What training needs and the command does not bring, since most never train. */
const TFJS = ["core", "layers", "backend-wasm"].map((part) => `@tensorflow/tfjs-${part}@4.22.0`);

/**
 * Loads the training package and starts tfjs.
 *
 * @throws SvccaError `not-found` when tfjs is not installed, saying what to install.
 */
export async function openTraining(): Promise<{ training: Training; tfjs: string }> {
  try {
    const [anywhere, node] = await Promise.all([
      import("@svcca/training"),
      import("@svcca/training/node"),
    ]);
    return { training: { ...anywhere, ...node }, tfjs: await node.startTfjs() };
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    const missing = /@tensorflow\/tfjs[a-z-]*/.exec(message)?.[0];
    if (missing === undefined || !["ERR_MODULE_NOT_FOUND", "not-found"].includes(code ?? "")) {
      throw cause;
    }
    throw new SvccaError(
      "not-found",
      `${missing} is not installed, and training needs it; run npm install ${TFJS.join(" ")}`,
      { missing },
      { cause },
    );
  }
}
