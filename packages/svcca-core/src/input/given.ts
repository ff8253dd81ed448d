import { SvccaError } from "@svcca/linalg";
import type { Activations } from "./activations.js";

/** Of values that are read as numbers without a copy. By their tag, as those of another window too. */
const TYPES = ["Float32Array", "Float64Array"];

/**
 * For callers without types: whether this is a matrix or a source.
 *
 * @throws SvccaError `invalid-argument` saying what was received and what to give.
 */
export function assertActivations(given: Activations, name: string): void {
  const received = whatIsWrong(given);
  if (received === undefined) return;
  throw new SvccaError(
    "invalid-argument",
    `${name}: ${received}; give { data, rows, cols } with a Float32Array or Float64Array (fromRows of @svcca/linalg makes it of lists), or a source as openNpy of @svcca/io does`,
    { received },
  );
}

function whatIsWrong(given: unknown): string | undefined {
  if (typeof given !== "object" || given === null) return String(given);
  if (Array.isArray(given)) return "an array";
  const { data, shape, read } = given as Record<string, unknown>;
  if ("data" in given) {
    const tag = (data as { [Symbol.toStringTag]?: string } | undefined)?.[Symbol.toStringTag];
    return TYPES.includes(tag!) ? undefined : `data that is ${tag ?? "no typed array"}`;
  }
  const isSource = Array.isArray(shape) && typeof read === "function";
  return isSource ? undefined : "an object without data, and without shape and read";
}
