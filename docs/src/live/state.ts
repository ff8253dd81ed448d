import { onBeforeUnmount, ref, shallowRef } from "vue";
import type { FromLive } from "./protocol.js";
import { isDone, type Plan, type Run, type SeedPair } from "./run.js";

/** Where the page is. */
export type Phase = "idle" | "loading" | "training" | "done" | "stopped";

/** The state of the live page, and what can be done to it. */
export function useLive() {
  /** The networks of this training: the first, and then the second beside it. */
  const runs = shallowRef<readonly Run[]>([]);
  const pair = shallowRef<SeedPair>();
  /** Networks that were trained to the end since the page was opened. */
  const finished = shallowRef<readonly Run[]>([]);
  const phase = ref<Phase>("idle");
  const at = shallowRef<{ seed: number; step: number; steps: number }>();
  const problem = ref("");
  let worker: Worker | undefined;

  function end(how: Phase) {
    worker?.terminate();
    worker = undefined;
    phase.value = how;
  }

  function fail(message: string) {
    problem.value = message;
    end("stopped");
  }

  function hear(message: FromLive) {
    switch (message.kind) {
      case "step":
        at.value = message;
        break;
      case "run": {
        const { run } = message;
        phase.value = "training";
        at.value = run;
        runs.value = [...runs.value.filter(({ seed }) => seed !== run.seed), run];
        if (isDone(run)) finished.value = [...finished.value, run];
        break;
      }
      case "pair":
        pair.value = message.pair;
        end("done");
        break;
      case "error":
        fail(message.message);
    }
  }

  /** Trains both networks anew. tfjs comes with the worker, and not before. */
  function start(plan: Plan) {
    worker?.terminate();
    runs.value = [];
    pair.value = undefined;
    at.value = undefined;
    problem.value = "";
    phase.value = "loading";
    const own = new Worker(new URL("./worker/worker.ts", import.meta.url), { type: "module" });
    worker = own;
    own.onmessage = ({ data }: { data: FromLive }) => hear(data);
    own.onerror = ({ message }) => fail(message || "The worker of the page did not start; reload");
    own.postMessage(plan);
  }

  onBeforeUnmount(() => worker?.terminate());

  return { runs, pair, finished, phase, at, problem, start, stop: () => end("stopped") };
}
