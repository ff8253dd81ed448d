import { createTfjsBackend, type TfjsOptions } from "@svcca/backend-tfjs";
import { createWebGpuBackend, loadTensorFlow, type WebGpuBackend } from "@svcca/backend-tfjs/node";
import { type CompleteBackend, SvccaError } from "@svcca/linalg";

/** How to load the backends of tfjs that need no GPU, by their names there; fastest first. */
const OTHERS: Record<string, () => Promise<unknown>> = {
  tensorflow: loadTensorFlow,
  wasm: () => import("@tensorflow/tfjs-backend-wasm"),
  cpu: () => import("@tensorflow/tfjs-backend-cpu"),
};

/** Said after what else was in the way. */
const NOTHING =
  "no other backend of tfjs is installed; npm install @tensorflow/tfjs-core@4.22.0 @tensorflow/tfjs-backend-wasm@4.22.0";

/**
 * The best that tfjs has here: a GPU by WebGPU, TensorFlow where tfjs-node(-gpu) is installed, a
 * software driver of WebGPU, or what is installed of its other backends.
 *
 * @throws SvccaError `unsupported` naming what to install.
 */
export async function openTfjs(host: CompleteBackend): Promise<CompleteBackend> {
  const reasons: string[] = [];
  const gpu = await createWebGpuBackend({ host }).catch((error: Error) => {
    reasons.push(error.message);
    return undefined;
  });
  if (gpu && !gpu.adapter.software) return gpu;
  return openOther({ host }, reasons, gpu);
}

/**
 * The best that tfjs has here beside a GPU.
 *
 * @param software a software driver of WebGPU, which is taken only after TensorFlow.
 */
export async function openOther(
  options: TfjsOptions,
  reasons: string[] = [],
  software?: WebGpuBackend,
): Promise<CompleteBackend> {
  for (const [name, load] of Object.entries(OTHERS)) {
    if (software && name !== "tensorflow") return software;
    try {
      const tf = await import("@tensorflow/tfjs-core");
      tf.enableProdMode();
      await load();
      // This process is ours, so tfjs' current backend is, too.
      if (!(await tf.setBackend(name))) continue;
      const backend = await createTfjsBackend(tf, { backend: name, ...options });
      await software?.dispose?.();
      return backend;
    } catch (error) {
      // Said where it is installed and does not load; that it is not is no news.
      if ((error as SvccaError).code === "unsupported") reasons.push((error as Error).message);
    }
  }
  throw new SvccaError("unsupported", `--backend tfjs: ${[...reasons, NOTHING].join("; ")}`, {
    reasons,
  });
}
