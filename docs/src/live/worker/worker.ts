// The worker of the live page: tfjs is loaded, networks trained and layers compared here, so that
// the page never waits. It is asked once; whoever wants to stop it ends it.
import { createWasmBackend } from "@svcca/backend-wasm";
import type { Matrix64 } from "@svcca/linalg";
import { drawnClasses, drawnImages } from "@svcca/training";
import type { FromLive } from "../protocol.js";
import { IMAGES, type Plan, SEEDS } from "../run.js";
import { pairOf } from "./pair.js";
import { startTfjs } from "./start-tfjs.js";
import { type Bench, train } from "./train.js";

/** The part of a worker's global scope that is used. */
const scope = globalThis as unknown as {
  onmessage: (event: { data: Plan }) => void;
  postMessage(message: FromLive): void;
};

// Set at once: what arrives before there is a listener is lost.
scope.onmessage = ({ data: plan }) => {
  perform(plan).catch((error) => {
    const message = error instanceof Error ? error.message : String(error);
    scope.postMessage({ kind: "error", message });
  });
};

async function perform(plan: Plan): Promise<void> {
  await startTfjs();
  const of = (count: number, seed: number) => drawnImages(count / drawnClasses.length, seed);
  const bench: Bench = {
    train: of(IMAGES.train, 101),
    heldOut: of(IMAGES.heldOut, 202),
    // Layers of some tens of units are too small for threads.
    backend: await createWasmBackend({ threads: 1 }),
  };
  const ends: Matrix64[][] = [];
  let layers: readonly string[] = [];
  for (const seed of SEEDS) {
    const tell = throttled((step, steps) => scope.postMessage({ kind: "step", seed, step, steps }));
    const training = train(seed, plan, bench, tell);
    for (let next = await training.next(); ; next = await training.next()) {
      if (next.done) {
        ends.push(next.value);
        break;
      }
      layers = next.value.layers;
      scope.postMessage({ kind: "run", run: next.value });
    }
  }
  const [first, second] = ends as [Matrix64[], Matrix64[]];
  const found = await pairOf(first, second, bench.backend);
  scope.postMessage({ kind: "pair", pair: { seeds: SEEDS, layers, ...found } });
}

/** A person sees ten steps a second. */
function throttled(send: (step: number, steps: number) => void): typeof send {
  let last = 0;
  return (step, steps) => {
    const now = performance.now();
    if (now - last < 100) return;
    last = now;
    send(step, steps);
  };
}
