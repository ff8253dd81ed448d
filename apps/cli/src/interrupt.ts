/** Why work stopped when the user pressed Ctrl-C. */
export class Interrupted extends Error {
  override readonly name = "Interrupted";
}

/**
 * A signal that the first Ctrl-C aborts, so that work can end in order. A second one ends the
 * process at once, as it would without us.
 */
export function interruptSignal(): { signal: AbortSignal; dispose(): void } {
  const controller = new AbortController();
  const stop = () => controller.abort(new Interrupted("interrupted"));
  process.once("SIGINT", stop);
  return { signal: controller.signal, dispose: () => process.off("SIGINT", stop) };
}
