import type { FromWorker, Progress, Requests, ToWorker } from "./protocol.js";

interface Waiting {
  resolve(answer: never): void;
  reject(error: Error): void;
  onProgress(progress: Progress): void;
}

/** Thrown to whoever waits for an answer that was cancelled. */
export class Cancelled extends Error {}

/** The page's side of the worker, which starts with the first question. */
export class Client {
  #worker: Worker | undefined;
  #count = 0;
  readonly #waiting = new Map<number, Waiting>();

  /**
   * Asks the worker.
   *
   * @throws Cancelled when `signal` is aborted before there is an answer; Error with one line
   *   otherwise.
   */
  ask<K extends keyof Requests>(
    ask: K,
    what: Requests[K]["ask"],
    onProgress: (progress: Progress) => void,
    signal?: AbortSignal,
  ): Promise<Requests[K]["answer"]> {
    const id = this.#count++;
    const answer = new Promise<Requests[K]["answer"]>((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject, onProgress });
    });
    this.#send({ id, ask, ...what } as unknown as ToWorker);
    signal?.addEventListener("abort", () => {
      this.#send({ id, ask: "cancel" });
      this.#take(id)?.reject(new Cancelled());
    });
    return answer;
  }

  /** Ends the worker, and lets go of the files. */
  close(): void {
    this.#worker?.terminate();
    this.#worker = undefined;
  }

  #send(message: ToWorker): void {
    this.#worker ??= this.#start();
    this.#worker.postMessage(message);
  }

  #take(id: number): Waiting | undefined {
    const found = this.#waiting.get(id);
    this.#waiting.delete(id);
    return found;
  }

  #start(): Worker {
    const worker = new Worker(new URL("./worker/worker.ts", import.meta.url), { type: "module" });
    worker.onmessage = ({ data }: { data: FromWorker }) => {
      if (data.kind === "progress") this.#waiting.get(data.id)?.onProgress(data.progress);
      else if (data.kind === "answer") this.#take(data.id)?.resolve(data.answer as never);
      else this.#take(data.id)?.reject(new Error(data.message));
    };
    worker.onerror = ({ message }) => {
      for (const id of [...this.#waiting.keys()]) {
        this.#take(id)?.reject(
          new Error(message || "The worker of the page did not start; reload"),
        );
      }
    };
    return worker;
  }
}
