/**
 * What went wrong, as a stable tag that programs can switch on. The message is for people and may
 * change; the code does not.
 *
 * - `invalid-argument`: an option or argument has a value that is not allowed
 * - `shape-mismatch`: two things that must have the same size do not
 * - `non-finite`: NaN or infinity where numbers are needed
 * - `no-variance`: nothing varies, so there is nothing to correlate
 * - `too-few-datapoints`: fewer datapoints than the computation needs
 * - `not-positive-definite`: a Cholesky factor was asked of a matrix that has none
 * - `accuracy`: rounding spoiled a result by more than its tolerance; the number is withheld
 * - `format`: a file does not hold what its format promises
 * - `unsupported`: valid, but nothing here can use it
 * - `not-found`: no such file or array
 * - `exists`: a file that would be overwritten
 * - `device-lost`: a GPU went away (a driver restarted, a page lost its context), or was disposed of
 * - `device-refused`: a GPU did not do what it was told, mostly for want of memory
 */
export type ErrorCode =
  | "invalid-argument"
  | "shape-mismatch"
  | "non-finite"
  | "no-variance"
  | "too-few-datapoints"
  | "not-positive-definite"
  | "accuracy"
  | "format"
  | "unsupported"
  | "not-found"
  | "exists"
  | "device-lost"
  | "device-refused";

/** The facts behind an error, for programs: the value received, the file, the array, the counts. */
export type ErrorFacts = Readonly<Record<string, unknown>>;

/**
 * The one error class of all @svcca packages.
 *
 * The message is one line: where, what was received, what to do next. `code` tells kinds apart,
 * `facts` carries the numbers of the message, `cause` the error underneath, if there was one.
 */
export class SvccaError extends Error {
  override readonly name = "SvccaError";
  readonly code: ErrorCode;
  readonly facts: ErrorFacts;

  constructor(code: ErrorCode, message: string, facts: ErrorFacts = {}, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.facts = facts;
  }
}
