import type { StudyStatus } from "@svcca/cluster/node";
import { duration } from "../output/progress.js";

/** What the kinds of work are called. */
const NAMES: Readonly<Record<string, string>> = {
  hash: "files hashed",
  layers: "shards read",
  directions: "layers decomposed",
  again: "shards read again",
  cross: "shards compared",
  pairs: "batches of pairs",
};

/** How far a study is, in a line: what is done, and all of what it is at. */
export function progressText({ progress }: StudyStatus): string {
  const parts = progress.map(({ kind, done, total }) => {
    const [name, round] = kind.split(".");
    const again = name === "directions" && round !== "0" ? " again" : "";
    return `${NAMES[name!] ?? name}${again} ${Math.min(done, total)}/${total}`;
  });
  return parts.slice(-3).join(", ");
}

/** The progress of a study as one line that renews itself, on a terminal only. */
export function statusLine(stream: NodeJS.WriteStream = process.stderr) {
  const left = timeLeft();
  let shown = "";
  return {
    update(status: StudyStatus) {
      const failed = status.failures.length > 0 ? `, ${status.failures.length} failed` : "";
      const text = `${progressText(status) || status.state}${failed}${left(status)}`;
      if (!stream.isTTY || text === shown) return;
      shown = text;
      stream.write(`\r\x1b[K${text}`);
    },
    clear() {
      if (shown !== "") stream.write("\r\x1b[K");
      shown = "";
    },
  };
}

/** How long the step that a study is at will take, from its pace since it was first seen. */
function timeLeft(): (status: StudyStatus) => string {
  let seen: { kind: string; done: number; at: number } | undefined;
  return ({ progress }) => {
    const now = progress.at(-1);
    if (!now) return "";
    if (seen?.kind !== now.kind) seen = { kind: now.kind, done: now.done, at: performance.now() };
    const seconds = (performance.now() - seen.at) / 1000;
    const done = now.done - seen.done;
    if (done <= 0 || now.done >= now.total) return "";
    return `, ${duration((seconds / done) * (now.total - now.done))} left of this step`;
  };
}
