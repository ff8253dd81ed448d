import { totalmem } from "node:os";
import { Command, Option } from "commander";
import { openStore } from "../cluster/store.js";
import { addBackendOptions, type BackendFlags, withBackend } from "../options/backend.js";
import { assertCluster, bytes, clusterOption, storeOption } from "../options/cluster.js";
import { count } from "../options/numbers.js";
import { version } from "../version.js";

interface WorkerFlags extends BackendFlags {
  cluster?: string;
  store?: string;
  memory?: number;
  concurrency?: number;
  lock?: number;
  quiet?: boolean;
}

const EXAMPLES = `
Examples:
  svcca worker --cluster redis://queue:6379 --store /shared/svcca
  SVCCA_CLUSTER=rediss://user:password@queue:6380 svcca worker --store https://s3.host/bucket --memory 8G

Any number of workers may run, on any number of machines. Each needs the data and the store under
the paths that were submitted. SIGTERM and Ctrl-C let it finish what it is at; a second one, and
kill -9, lose nothing but that.`;

/** `svcca worker`. */
export function workerCommand(): Command {
  const command = new Command("worker")
    .description("work on the studies that grid and dynamics hand to a cluster")
    .addOption(clusterOption())
    .addOption(storeOption())
    .addOption(
      new Option(
        "--memory <bytes>",
        "memory that its jobs may take together, such as 8G (default: 80 % of the machine or container)",
      ).argParser(bytes),
    )
    .addOption(
      new Option("--concurrency <n>", "jobs at a time (default: 1, on several threads)").argParser(
        count,
      ),
    )
    .addOption(
      new Option(
        "--lock <seconds>",
        "without a sign of life for so long, its job goes to another worker (default: 60)",
      ).argParser(count),
    );
  return addBackendOptions(command)
    .option("--quiet", "no notes on stderr")
    .option("--debug", "show where an error came from")
    .addHelpText("after", EXAMPLES)
    .action(work);
}

async function work(flags: WorkerFlags): Promise<void> {
  const address = assertCluster(flags.cluster);
  const store = await openStore(flags.store);
  const memory = flags.memory ?? Math.floor(0.8 * availableMemory());
  const note = (line: string) => {
    if (!flags.quiet) process.stderr.write(`svcca: ${line}\n`);
  };
  await withBackend(flags, async (backend) => {
    const { startWorker } = await import("@svcca/cluster/node");
    const worker = await startWorker({
      cluster: address,
      store,
      backend,
      version,
      memory,
      concurrency: flags.concurrency,
      lockSeconds: flags.lock,
      onNote: note,
    });
    note(
      `worker at ${worker.shown}, store ${store.name}: svcca ${version} with ${backend.name}, ${(memory / 2 ** 30).toFixed(1)} GiB`,
    );
    await firstSignal();
    note("finishing what it is at; once more to end at once");
    await worker.close();
  });
}

/** Resolves when the process is asked to end; asked again, it ends as it would without us. */
function firstSignal(): Promise<void> {
  return new Promise((resolve) => {
    const stop = () => {
      process.off("SIGTERM", stop);
      process.off("SIGINT", stop);
      resolve();
    };
    process.on("SIGTERM", stop);
    process.on("SIGINT", stop);
  });
}

/** The memory of this machine, or of the container where that is less. */
function availableMemory(): number {
  const limit = process.constrainedMemory();
  return limit > 0 ? Math.min(limit, totalmem()) : totalmem();
}
