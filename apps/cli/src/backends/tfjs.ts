import { createTfjsBackend } from "@svcca/backend-tfjs";
import { createWebGpuBackend } from "@svcca/backend-tfjs/node";
import { type CompleteBackend, SvccaError } from "@svcca/linalg";

/** How to start the backends of tfjs that need no GPU, by their packages; fastest first. */
const OTHERS: Record<string, () => Promise<unknown>> = {
  wasm: () => import("@tensorflow/tfjs-backend-wasm"),
  cpu: () => import("@tensorflow/tfjs-backend-cpu"),
};

/**
 * The best that tfjs has here: a GPU, or what is installed of its other backends.
 *
 * @throws SvccaError `unsupported` naming what to install.
 */
export async function openTfjs(host: CompleteBackend): Promise<CompleteBackend> {
  const reasons: string[] = [];
  try {
    return await createWebGpuBackend({ host });
  } catch (error) {
    reasons.push((error as Error).message);
  }
  for (const [name, load] of Object.entries(OTHERS)) {
    try {
      const tf = await import("@tensorflow/tfjs-core");
      tf.enableProdMode();
      await load();
      // This process is ours, so tfjs' current backend is, too.
      if (await tf.setBackend(name)) return await createTfjsBackend(tf, { backend: name, host });
    } catch {
      // Not installed.
    }
  }
  throw new SvccaError(
    "unsupported",
    `--backend tfjs: ${reasons.join("; ")}; or npm install @tensorflow/tfjs-core@4.22.0 @tensorflow/tfjs-backend-wasm@4.22.0`,
    { reasons },
  );
}
