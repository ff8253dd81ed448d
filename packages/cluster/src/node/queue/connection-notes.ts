import type { Connection } from "./connection.js";

/**
 * One line when the connection breaks and one when it is back, however many commands notice.
 *
 * @returns what is to be told of all other errors.
 */
export function connectionNotes(
  connection: Pick<Connection, "shown" | "isLoss" | "onLost" | "onBack">,
  note: (line: string) => void,
  lockSeconds: number,
) {
  const { shown } = connection;
  let down = false;
  let lostAt = Number.NEGATIVE_INFINITY;
  const lost = (error: NodeJS.ErrnoException) => {
    const why = error.message.split("\n")[0] || error.code;
    if (!down) note(`${shown}: the connection was lost (${why}); trying again`);
    down = true;
    lostAt = performance.now();
  };
  connection.onLost(lost);
  connection.onBack(() => {
    if (down) note(`${shown}: the connection is back`);
    down = false;
  });
  return (error: Error) => {
    const again = /^(Lock mismatch|Missing (lock|key)) for job/.test(error.message);
    if (again && performance.now() - lostAt < 2000 * lockSeconds) {
      note(
        `a job had ended or was taken when the connection was lost, before the answer came; no work is lost, it goes on within ${lockSeconds} s (${error.message})`,
      );
    } else if (again || /lock|stalled/i.test(error.message)) {
      note(
        `a job was lost to another worker, which had taken this one for dead (${error.message})`,
      );
    } else if (connection.isLoss(error)) lost(error);
    else note(error.message);
  };
}
