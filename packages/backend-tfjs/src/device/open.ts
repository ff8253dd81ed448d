import { SvccaError } from "@svcca/linalg";
import { Device } from "./device.js";
import type { Tfjs, TfjsBackend } from "./tfjs.js";

/** Fastest first. */
const ORDER = ["webgpu", "webgl", "tensorflow", "wasm", "cpu"];

/**
 * The device of a backend of tfjs: tfjs' own where that runs already, one of ours where it can have
 * several (webgpu, cpu).
 */
export async function openDevice(tf: Tfjs, wanted?: string): Promise<Device> {
  const registered = Object.keys(tf.engine().registryFactory);
  if (wanted !== undefined) {
    if (registered.includes(wanted)) return checked(await start(tf, wanted));
    throw new SvccaError(
      "not-found",
      `createTfjsBackend: no tfjs backend "${wanted}"; ${hint(registered)}`,
      { received: wanted, registered },
    );
  }
  const reasons: unknown[] = [];
  for (const name of ORDER.filter((one) => registered.includes(one))) {
    try {
      return await checked(await start(tf, name));
    } catch (reason) {
      reasons.push(reason);
    }
  }
  if (reasons.length > 0) throw reasons[0];
  throw new SvccaError("not-found", `createTfjsBackend: no backend of tfjs; ${hint(registered)}`, {
    registered,
  });
}

async function checked(device: Device): Promise<Device> {
  try {
    await device.assertFloat32();
    return device;
  } catch (error) {
    device.dispose();
    throw error;
  }
}

async function start(tf: Tfjs, name: string): Promise<Device> {
  const running = (tf.engine().registry as Record<string, TfjsBackend>)[name];
  if (running) return new Device(tf, name, running, false);
  // Kernels of tfjs-wasm are bound to one instance of their module, which is tfjs' own, and two
  // backends on the one WebGL context of a page would mistake each other's state for theirs.
  if (name === "wasm") throw notReady(name, 'await tf.setBackend("wasm") first');
  try {
    if (name === "webgpu" || name === "cpu") {
      const own = (await tf.findBackendFactory(name)!()) as TfjsBackend;
      return new Device(tf, name, own, true);
    }
    const found = tf.findBackend(name) as TfjsBackend | null;
    if (found) return new Device(tf, name, found, false);
  } catch (cause) {
    if (cause instanceof SvccaError) throw cause;
    throw notReady(name, `it says: ${(cause as Error).message}`, cause);
  }
  throw notReady(name, `await tf.setBackend("${name}") first`);
}

function notReady(name: string, why: string, cause?: unknown): SvccaError {
  return new SvccaError(
    "unsupported",
    `createTfjsBackend: the tfjs backend ${name} does not run here; ${why}`,
    { backend: name },
    cause === undefined ? undefined : { cause },
  );
}

function hint(registered: readonly string[]): string {
  return registered.length === 0
    ? "import one, such as @tensorflow/tfjs-backend-webgpu"
    : `registered are ${registered.join(", ")}; import the package of another one`;
}
