// The worker of the playground: files are opened and layers compared here, so that the page never
// waits.
import type { FromWorker, Progress, ToWorker } from "../protocol.js";
import { alignLayers } from "./align.js";
import { compare } from "./compare.js";
import { openFiles } from "./files.js";

/** The part of a worker's global scope that is used. */
const scope = globalThis as unknown as {
  onmessage: (event: { data: ToWorker }) => void;
  postMessage(message: FromWorker): void;
};

const running = new Map<number, AbortController>();

// Set at once: what arrives before there is a listener is lost.
scope.onmessage = async ({ data }) => {
  const { id } = data;
  if (data.ask === "cancel") return running.get(id)?.abort();
  const control = new AbortController();
  running.set(id, control);
  const call = {
    signal: control.signal,
    onProgress: throttled((progress) => scope.postMessage({ id, kind: "progress", progress })),
  };
  try {
    scope.postMessage({ id, kind: "answer", answer: await answer(data, call) });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    scope.postMessage({ id, kind: "error", message });
  } finally {
    running.delete(id);
  }
};

/** What every piece of work here is given. */
export interface Call {
  readonly signal: AbortSignal;
  readonly onProgress: (progress: Progress) => void;
}

function answer(question: Exclude<ToWorker, { ask: "cancel" }>, call: Call) {
  switch (question.ask) {
    case "open":
      return openFiles(question.files, call);
    case "compare":
      return compare(question.settings, call);
    case "align":
      return alignLayers(question.settings, call);
  }
}

/** Blocks are read thousands of times a second; a person sees ten. */
function throttled(send: (progress: Progress) => void): (progress: Progress) => void {
  let last = 0;
  return (progress) => {
    const now = performance.now();
    if (now - last < 100 && progress.done < progress.total) return;
    last = now;
    send(progress);
  };
}
