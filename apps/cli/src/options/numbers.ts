import { InvalidArgumentError } from "commander";

/** A share above 0 and up to 1. */
export function share(text: string): number {
  const value = Number(text);
  if (!(value > 0 && value <= 1)) throw new InvalidArgumentError("Give a number above 0, up to 1.");
  return value;
}

/** A whole number from 1. */
export function count(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 1) {
    throw new InvalidArgumentError("Give a whole number from 1.");
  }
  return value;
}

/** A whole number. */
export function integer(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || text.trim() === "") {
    throw new InvalidArgumentError("Give a whole number.");
  }
  return value;
}

/** A share from 0 to 1. */
export function shareFromZero(text: string): number {
  const value = Number(text);
  if (!(value >= 0 && value <= 1) || text.trim() === "") {
    throw new InvalidArgumentError("Give a number from 0 to 1.");
  }
  return value;
}

/** A number above 0. */
export function positive(text: string): number {
  const value = Number(text);
  if (!(value > 0 && value < Number.POSITIVE_INFINITY)) {
    throw new InvalidArgumentError("Give a number above 0.");
  }
  return value;
}
