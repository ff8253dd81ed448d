import { UnrecoverableError } from "bullmq";
import type { Connection } from "./connection.js";
import { studyKey } from "./names.js";
import { oneAtATime } from "./one-at-a-time.js";

/** Milliseconds between two looks, while a job runs, whether its study was cancelled. */
const INTERVAL = 2000;

/** What a cancelled study says. */
export const CANCELLED = "cancelled";

/** A signal that aborts when a study is cancelled. */
export function watchCancelled({ notes }: Connection, study: string) {
  const controller = new AbortController();
  const check = async () => {
    if ((await notes.field(studyKey(study), "cancelled")) === undefined) return;
    controller.abort(new UnrecoverableError(CANCELLED));
  };
  const timer = setInterval(
    oneAtATime(() => check().catch(() => {})),
    INTERVAL,
  );
  return {
    signal: controller.signal,
    /** @throws when the study was cancelled. */
    async check() {
      await check();
      controller.signal.throwIfAborted();
    },
    dispose: () => clearInterval(timer),
  };
}
