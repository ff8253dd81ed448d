// The worker of the playground: files are opened and layers compared here, so that the page never
// waits.
import { type Backend, SvccaError } from "@svcca/linalg";
import type { Compared, FromWorker, Progress, ToWorker } from "../protocol.js";
import type { Settings } from "../settings.js";
import { alignLayers } from "./align.js";
import { forgetGpu, theBackend } from "./backend.js";
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
    if (error instanceof SvccaError && error.code === "device-lost") forgetGpu();
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

/** What work is given that computes. */
export interface BackendCall extends Call {
  readonly backend: Backend;
}

async function answer(question: Exclude<ToWorker, { ask: "cancel" }>, call: Call) {
  switch (question.ask) {
    case "open":
      return openFiles(question.files, call);
    case "compare":
      return timed(question.settings, call);
    case "align": {
      const backend = await theBackend(question.settings.device);
      return alignLayers(question.settings, { ...call, backend });
    }
  }
}

/** What is fetched and started once is not part of the time. */
async function timed(settings: Settings, call: Call): Promise<Compared> {
  const backend = await theBackend(settings.device);
  const start = performance.now();
  const document = await compare(settings, { ...call, backend });
  return { document, seconds: (performance.now() - start) / 1000 };
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
