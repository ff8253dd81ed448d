/**
 * What is done every few seconds, left out while the time before is not done: commands wait for a
 * server that is away, and would pile up.
 */
export function oneAtATime(work: () => Promise<void>): () => void {
  let pending = false;
  return () => {
    if (pending) return;
    pending = true;
    void work().finally(() => {
      pending = false;
    });
  };
}
