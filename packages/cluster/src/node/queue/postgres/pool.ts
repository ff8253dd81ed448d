import { setTimeout as sleep } from "node:timers/promises";
import type { PgPool } from "bullmq";
import type { Pool } from "pg";

/** What `pg` says instead of a code. */
const LOST = /^Connection terminated|^Client has encountered a connection error|^timeout exceeded/;

/** Node's codes, of a server that is not there (any more). */
const CODES = new Set(
  "ECONNREFUSED ECONNRESET EPIPE ETIMEDOUT EHOSTUNREACH ENETUNREACH ENOTFOUND EAI_AGAIN".split(" "),
);

/** SQLSTATE of a server that ends, starts, or has no connection left, and of a broken connection. */
const STATES = /^(08...|57P0[123]|53300)$/;

/** Deadlocks, and transactions that could not be brought in order: undone, to be tried again. */
const UNDONE = /^40(P01|001)$/;

/** Whether an error says that the connection broke, or could not be made. */
export function isLoss(error: Error): boolean {
  const code = String((error as NodeJS.ErrnoException).code ?? "");
  return CODES.has(code) || STATES.test(code) || LOST.test(error.message);
}

/** A pool whose queries wait for a server that is gone, and are not given up. */
export interface PatientPool extends PgPool {
  /** From now on: before, a server that does not answer is an error. */
  bePatient(): void;
  onLost(listener: (error: Error) => void): void;
  onBack(listener: () => void): void;
}

/**
 * A query whose answer was lost may have been done and is done again, as commands to Redis are. Notes
 * do not mind. A job that is taken by such a query waits until its lock has run out, and one that
 * ended by it ends a second time, which BullMQ refuses and the worker reports.
 */
export function patientPool(pool: Pool): PatientPool {
  let patient = false;
  const closing = new AbortController();
  const lost: ((error: Error) => void)[] = [];
  const back: (() => void)[] = [];
  const tell = (error: Error) => {
    for (const listener of lost) listener(error);
  };
  // Of a connection that nobody uses right now. Without a listener, the process would end.
  pool.on("error", tell);
  // BullMQ listens here for every queue and worker.
  pool.setMaxListeners(0);
  const persist = async <T>(ask: () => Promise<T>): Promise<T> => {
    for (let times = 1; ; times++) {
      try {
        const answer = await ask();
        for (const listener of back) listener();
        return answer;
      } catch (cause) {
        const error = cause as NodeJS.ErrnoException;
        const undone = UNDONE.test(error.code ?? "");
        if (!patient || closing.signal.aborted || !(undone || isLoss(error))) throw error;
        if (!undone) tell(error);
        const pause = undone ? 20 * times * Math.random() : Math.min(250 * times, 5000);
        await sleep(pause, undefined, { signal: closing.signal }).catch(() => {
          throw error;
        });
      }
    }
  };
  const wrapped = {
    options: pool.options,
    connect: () => persist(() => pool.connect()),
    query: (text: string, values?: unknown[]) => persist(() => pool.query(text, values)),
    async end() {
      closing.abort();
      await pool.end();
    },
    on(event: "error" | "connect", listener: (...what: never[]) => void) {
      pool.on(event as "error", listener as (error: Error) => void);
      return wrapped;
    },
    removeAllListeners(event?: string) {
      pool.removeAllListeners(event);
      return wrapped;
    },
    bePatient() {
      patient = true;
    },
    onLost: (listener: (error: Error) => void) => void lost.push(listener),
    onBack: (listener: () => void) => void back.push(listener),
  };
  // BullMQ has types of its own for the part of a pool that it uses.
  return wrapped as unknown as PatientPool;
}
