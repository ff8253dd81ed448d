/** A file, and perhaps one array in it. */
export interface Target {
  readonly file: string;
  readonly array?: string;
}

/**
 * Splits `FILE[:ARRAY]`: `run.npz:conv1` is the array conv1 of run.npz. The colon counts only
 * behind a file ending, so `C:\run.npy` and names with colons stay whole.
 */
export function parseTarget(text: string): Target {
  const match = /^(.+?\.[A-Za-z0-9]+):(.+)$/s.exec(text);
  return match ? { file: match[1]!, array: match[2]! } : { file: text };
}

/** Orders names as people count: conv2 before conv10. */
export function naturalOrder(a: string, b: string): number {
  return a.localeCompare(b, "en", { numeric: true }) || (a < b ? -1 : a > b ? 1 : 0);
}
