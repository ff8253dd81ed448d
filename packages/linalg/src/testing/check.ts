/** A requirement of the contract that an implementation does not meet. */
export class ConformanceError extends Error {
  override readonly name = "ConformanceError";
}

/** @throws ConformanceError with `message` unless `condition` holds. */
export function check(condition: boolean, message: string): asserts condition {
  if (!condition) throw new ConformanceError(message);
}

/** @throws ConformanceError unless `error <= bound`; NaN is never within a bound. */
export function checkWithin(error: number, bound: number, what: string): void {
  check(
    error <= bound,
    `${what}: error ${error.toExponential(2)}, bound ${bound.toExponential(2)}`,
  );
}

/** The reason with which `promise` rejects. @throws ConformanceError when it resolves. */
export async function rejection(promise: Promise<unknown>, what: string): Promise<unknown> {
  try {
    await promise;
  } catch (reason) {
    return reason;
  }
  throw new ConformanceError(`${what}: resolved, but must reject`);
}
