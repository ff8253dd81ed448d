import { SvccaError } from "@svcca/linalg";

/** Memory that jobs share: a job that does not fit beside the others waits until it does. */
export interface Budget {
  /**
   * Waits for that many bytes, in turn.
   *
   * @returns what gives them back.
   * @throws SvccaError `unsupported` for more than there is in all; the reason of `signal`.
   */
  take(bytes: number, signal: AbortSignal): Promise<() => void>;
}

export function budgetOf(total: number): Budget {
  let free = total;
  const waiting: { bytes: number; go: () => void }[] = [];
  const serve = () => {
    // In turn, so that a large job is not overtaken by small ones for ever.
    while (waiting[0] && waiting[0].bytes <= free) {
      const { bytes, go } = waiting.shift()!;
      free -= bytes;
      go();
    }
  };
  return {
    async take(bytes, signal) {
      if (bytes > total) {
        throw new SvccaError(
          "unsupported",
          `this step may take ${gib(bytes)} of memory, and the worker was given ${gib(total)}; start workers with more (--memory)`,
          { bytes, total },
        );
      }
      await new Promise<void>((resolve, reject) => {
        const turn = { bytes, go: resolve };
        signal.addEventListener("abort", () => {
          const place = waiting.indexOf(turn);
          if (place < 0) return;
          waiting.splice(place, 1);
          reject(signal.reason);
          serve();
        });
        waiting.push(turn);
        serve();
      });
      return () => {
        free += bytes;
        serve();
      };
    },
  };
}

function gib(bytes: number): string {
  return `${(bytes / 2 ** 30).toFixed(1)} GiB`;
}
