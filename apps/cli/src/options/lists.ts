import { InvalidArgumentError } from "commander";
import { names } from "./study.js";

/** Numbers with commas between them, each by the parser of one. */
export function listOf(parse: (text: string) => number): (text: string) => number[] {
  return (text) => {
    const parts = names(text);
    if (parts.length === 0) throw new InvalidArgumentError("Give numbers, with commas.");
    return parts.map(parse);
  };
}

/** Names out of a few, with commas between them. */
export function choicesOf<T extends string>(allowed: readonly T[]): (text: string) => T[] {
  return (text) => {
    const parts = names(text);
    const unknown = parts.find((part) => !allowed.includes(part as T));
    if (parts.length > 0 && unknown === undefined) return parts as T[];
    throw new InvalidArgumentError(`Give one or more of ${allowed.join(", ")}, with commas.`);
  };
}
