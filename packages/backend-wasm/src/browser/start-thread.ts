import type { StartThread } from "../engine/engine.js";

/** A thread in a page. Bundlers find the worker's file by this very form. */
export const startThread: StartThread = (module, memory) => {
  const worker = new Worker(new URL("./worker.js", import.meta.url), { type: "module" });
  worker.postMessage({ module, memory });
  return () => worker.terminate();
};
