// What the worker of the live page says. It is asked once, with a plan, and stopped by ending it.
import type { Run, SeedPair } from "./run.js";

export type FromLive =
  /** A step of gradient descent is done; sent some times a second. */
  | { kind: "step"; seed: number; step: number; steps: number }
  /** At each checkpoint. */
  | { kind: "run"; run: Run }
  | { kind: "pair"; pair: SeedPair }
  | { kind: "error"; message: string };
