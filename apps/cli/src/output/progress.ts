/** What a long computation calls with how much is done of how much. */
export type Progress = (done: number, total: number) => void;

/** Milliseconds between two lines: often enough to look alive. */
const INTERVAL = 100;

/**
 * Progress with rate and time left, as one line that renews itself; on a terminal only, so that
 * logs stay clean.
 */
export function progressLine(
  what: string,
  stream: NodeJS.WriteStream = process.stderr,
): { update: Progress; clear(): void } {
  const begun = performance.now();
  let last = begun;
  let shown = false;
  return {
    update(done, total) {
      const now = performance.now();
      if (!stream.isTTY || now - last < INTERVAL) return;
      last = now;
      shown = true;
      const seconds = (now - begun) / 1000;
      const left = (seconds / done) * (total - done);
      stream.write(
        `\r\x1b[K${what}: ${done} of ${total}, ${Math.round(done / seconds)} a second, ${duration(left)} left`,
      );
    },
    clear() {
      if (shown) stream.write("\r\x1b[K");
      shown = false;
    },
  };
}

/** Seconds as people read them. */
export function duration(seconds: number): string {
  if (seconds < 60) return `${Math.ceil(seconds)} s`;
  const minutes = Math.ceil(seconds / 60);
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
