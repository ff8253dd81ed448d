import type { ComplexBackend } from "../complex/fallback.js";

/** One requirement of the backend contract. */
export interface ConformanceCase {
  readonly name: string;
  /** Resolves when the backend meets it; rejects with what was measured and the bound when not. */
  run(backend: ComplexBackend): Promise<void>;
}
