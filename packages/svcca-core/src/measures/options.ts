import { SvccaError } from "@svcca/linalg";

/**
 * Checks that an option has one of the values that it may have.
 *
 * @throws SvccaError `invalid-argument` naming the option, the value and what may be given.
 */
export function assertChoice(option: string, value: unknown, allowed: readonly unknown[]): void {
  if (allowed.includes(value)) return;
  throw new SvccaError(
    "invalid-argument",
    `${option}: ${JSON.stringify(value)}; give ${allowed.map((a) => JSON.stringify(a)).join(" or ")}`,
    { option, received: value },
  );
}

/**
 * Checks that an option is a whole number from `least`.
 *
 * @throws SvccaError `invalid-argument`.
 */
export function assertCount(option: string, value: number, least: number): void {
  if (Number.isSafeInteger(value) && value >= least) return;
  throw new SvccaError(
    "invalid-argument",
    `${option}: ${value}; give a whole number from ${least}`,
    { option, received: value },
  );
}

/**
 * Checks that an option is a share between 0 and 1, both excluded.
 *
 * @throws SvccaError `invalid-argument`.
 */
export function assertFraction(option: string, value: number): void {
  if (value > 0 && value < 1) return;
  throw new SvccaError("invalid-argument", `${option}: ${value}; give a number between 0 and 1`, {
    option,
    received: value,
  });
}
