import { createHash } from "node:crypto";
import type { StudyPlan, StudyResults } from "@svcca/cluster/node";
import type { MeasureChoice } from "@svcca/core";
import { SvccaError } from "@svcca/linalg";
import type { OpenLayers } from "../input/network.js";
import { interruptSignal } from "../interrupt.js";
import type { ClusterFlags } from "../options/cluster.js";
import type { StudyFlags } from "../options/study.js";
import { colorsFor } from "../output/colors.js";
import type { Input } from "../study/inputs.js";
import type { Saved } from "../study/journal.js";
import { version } from "../version.js";
import { missingWorkers } from "./missing-workers.js";
import { statusLine } from "./status-line.js";
import { openStore } from "./store.js";

/** Networks that other machines are to compare. */
interface Request {
  readonly networks: readonly OpenLayers[];
  readonly couples: readonly (readonly [x: number, y: number])[];
  readonly choice: MeasureChoice;
  /** The name of the backend that the workers are to have. */
  readonly backend: string;
  readonly title: string;
}

/**
 * With `--cluster`, what hands a study to its workers and waits for the results. Ctrl-C leaves the
 * study to them; the same command joins it again.
 *
 * @param tell is told what went in, which the workers hash.
 */
export function compareElsewhere(
  request: Request,
  flags: StudyFlags & ClusterFlags,
  tell: (inputs: Input[]) => void,
): (() => Promise<Saved[]>) | undefined {
  const { cluster: address } = flags;
  if (address === undefined) return undefined;
  assertSplits(flags);
  return async () => {
    const store = await openStore(flags.store);
    const { connectCluster, makePlan } = await import("@svcca/cluster/node");
    const plan = await makePlan({
      ...request,
      networks: request.networks.map(({ path, layers }) => ({
        target: path,
        layers: layers.map(({ name }) => name),
      })),
      version,
      shardRows: flags.shardRows,
    });
    const cluster = await connectCluster(address);
    const interrupt = interruptSignal();
    const line = statusLine();
    const say = (text: string) => {
      if (flags.quiet) return;
      line.clear();
      const { yellow } = colorsFor(process.stderr, flags.color);
      process.stderr.write(`svcca: ${yellow("note")}: ${text}\n`);
    };
    try {
      const id = await cluster.submit(plan, store, request.title);
      say(
        `study ${id} at ${cluster.shown}; Ctrl-C leaves it to the workers, svcca status shows it`,
      );
      const lookForWorkers = missingWorkers(cluster, plan, say);
      const results = await cluster.results(id, store, {
        signal: interrupt.signal,
        onStatus: (status) => {
          lookForWorkers(status);
          if (!flags.quiet) line.update(status);
        },
      });
      tell(request.networks.flatMap(({ path }) => inputsOf(path, plan, results)));
      return results.couples.flat();
    } finally {
      line.clear();
      interrupt.dispose();
      await cluster.close();
    }
  };
}

/** @throws SvccaError `invalid-argument` for options that do not split over shards. */
function assertSplits({ spatial, positions, neuronsFirst, rows, ids }: StudyFlags): void {
  const refused = [
    spatial === "dft" || spatial === "interpolate" ? `--spatial ${spatial}` : undefined,
    positions === undefined ? undefined : "--positions",
    ids === undefined ? undefined : "--ids",
    neuronsFirst ? "--neurons-first" : undefined,
    rows ? "--rows" : undefined,
  ].filter(Boolean);
  if (refused.length === 0) return;
  throw new SvccaError(
    "invalid-argument",
    `${refused.join(", ")}: not with --cluster; run it on one machine, or convert the files first (svcca convert)`,
    { refused },
  );
}

function inputsOf(target: string, { networks }: StudyPlan, { hashes }: StudyResults): Input[] {
  const place = networks.findIndex((one) => one.target === target);
  const found = hashes[place]!;
  const facts =
    found.length === 1
      ? { sha256: found[0]! }
      : {
          sha256: createHash("sha256").update(found.join("\n")).digest("hex"),
          shards: found.length,
        };
  return networks[place]!.layers.map(({ array, shape, dtype }) => ({
    file: target,
    array,
    shape,
    dtype,
    ...facts,
  }));
}
