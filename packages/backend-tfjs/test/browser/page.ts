// A page as an application has it: bundled. The test drives it.
import { createTfjsBackend } from "@svcca/backend-tfjs";
import { conformanceCases } from "@svcca/linalg/testing";
import * as tf from "@tensorflow/tfjs-core";
import "@tensorflow/tfjs-backend-cpu";
import "@tensorflow/tfjs-backend-webgl";
import "@tensorflow/tfjs-backend-webgpu";

interface Tested {
  name: string;
  error?: string;
}
const page = globalThis as unknown as {
  conformance(backend: string): Promise<Tested[]>;
  lose(backend: string): Promise<string>;
};

// Headless Chromium computes WebGL on the processor, which tfjs refuses unless told.
tf.env().set("SOFTWARE_WEBGL_ENABLED", true);
const current = tf.getBackend();

page.conformance = async (name) => {
  const backend = await createTfjsBackend(tf, { backend: name, leastFlops: 0 });
  const results: Tested[] = [{ name: backend.name }];
  for (const { name: what, run } of conformanceCases()) {
    const error = await run(backend).then(
      () => undefined,
      (reason: Error) => reason.message,
    );
    results.push({ name: what, ...(error === undefined ? {} : { error }) });
  }
  await backend.dispose?.();
  if (tf.getBackend() !== current) results.push({ name: "tf", error: "its backend was changed" });
  return results;
};

const square = { rows: 300, cols: 300, data: new Float64Array(90_000).fill(1) };

page.lose = async (name) => {
  const lose =
    name === "webgl"
      ? () => {
          const { gl } = (tf.findBackend("webgl") as unknown as WithContext).gpgpu;
          gl.getExtension("WEBGL_lose_context")!.loseContext();
        }
      : catchDevice();
  const backend = await createTfjsBackend(tf, { backend: name, leastFlops: 0 });
  await backend.matmul(square, square);
  lose();
  return backend.matmul(square, square).then(
    ({ data }) => `resolved with ${data[0]}`,
    (error: { code: string; message: string }) => `${error.code}: ${error.message}`,
  );
};

interface WithContext {
  gpgpu: { gl: WebGL2RenderingContext };
}
interface Destroyable {
  destroy(): void;
}

/** Loses the next device that is made. */
function catchDevice(): () => void {
  let made: Destroyable | undefined;
  const adapter = (globalThis as unknown as { GPUAdapter: { prototype: WithDevice } }).GPUAdapter
    .prototype;
  const { requestDevice } = adapter;
  adapter.requestDevice = async function (...args) {
    made = await requestDevice.apply(this, args);
    adapter.requestDevice = requestDevice;
    return made;
  };
  return () => made!.destroy();
}
interface WithDevice {
  requestDevice(this: WithDevice, ...args: unknown[]): Promise<Destroyable>;
}
