// A worker as a process of its own, to be killed. Arguments: Redis, store, version, milliseconds
// that it waits before each writing, so that a small study lasts long enough to be disturbed.
import { setTimeout as sleep } from "node:timers/promises";
import { fileStore, startWorker } from "@svcca/cluster/node";
import { referenceBackend } from "@svcca/linalg";

const [cluster, folder, version, delay] = process.argv.slice(2);
const files = fileStore(folder);
const worker = await startWorker({
  cluster,
  store: {
    ...files,
    update: (key, change) =>
      files.update(key, async (before) => {
        const after = await change(before);
        if (after) await sleep(Number(delay));
        return after;
      }),
  },
  backend: referenceBackend,
  version,
  memory: 2 ** 30,
  lockSeconds: 2,
});
process.once("SIGTERM", () => worker.close());
process.send?.("ready");
