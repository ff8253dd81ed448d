import { Worker } from "node:worker_threads";
import type { StartThread } from "../engine/engine.js";

/** A thread in Node that does not keep the process alive. */
export const startThread: StartThread = (module, memory) => {
  const worker = new Worker(new URL("./worker.js", import.meta.url), {
    workerData: { module, memory },
    // Loaders and inspectors of the process are nothing to a thread that only multiplies.
    execArgv: [],
  });
  worker.unref();
  // A thread that cannot start is missed by nobody: the others take its shares.
  worker.on("error", () => {});
  return () => void worker.terminate();
};
