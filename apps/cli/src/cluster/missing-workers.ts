import type { Cluster, StudyPlan, StudyStatus } from "@svcca/cluster/node";

/** Milliseconds that a study may wait for its first worker before the user hears of it. */
const PATIENCE = 2000;

/**
 * Says once, when a study waits, that no worker is there that could take it, and which others are.
 */
export function missingWorkers(
  cluster: Cluster,
  { version, backend }: StudyPlan,
  say: (text: string) => void,
): (status: StudyStatus) => void {
  const begun = Date.now();
  let asked = false;
  return ({ state }) => {
    if (asked || state !== "waiting" || Date.now() - begun < PATIENCE) return;
    asked = true;
    void cluster.workers().then(
      (workers) => {
        if (workers.some((one) => one.version === version && one.backend === backend)) return;
        const kinds = new Set(workers.map((one) => `svcca ${one.version} with ${one.backend}`));
        const others = kinds.size > 0 ? `, only of ${[...kinds].join(" and ")}` : "";
        say(
          `no worker of svcca ${version} with the backend ${backend} is running${others}; start some with svcca worker, of the same version`,
        );
      },
      () => {},
    );
  };
}
