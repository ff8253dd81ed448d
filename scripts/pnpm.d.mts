/** The program and its first arguments. */
export function pnpmCommand(): string[];
