import type { Cluster, StudyStatus } from "@svcca/cluster/node";
import { SvccaError } from "@svcca/linalg";
import { Command, Option } from "commander";
import { progressText } from "../cluster/status-line.js";
import { assertCluster, clusterOption } from "../options/cluster.js";

interface StatusFlags {
  cluster?: string;
  cancel?: boolean;
  format: "text" | "json";
}

const EXAMPLES = `
Examples:
  svcca status --cluster redis://queue:6379
  svcca status 4f8029c404e03026 --cluster redis://queue:6379 --format json
  svcca status 4f8029c404e03026 --cluster redis://queue:6379 --cancel`;

/** `svcca status [STUDY]`. */
export function statusCommand(): Command {
  return new Command("status")
    .description("show the studies and workers of a cluster, or stop a study")
    .argument("[STUDY]", "the id of one study (default: all of the last week)")
    .addOption(clusterOption())
    .option("--cancel", "stop the study; what it computed is kept")
    .addOption(
      new Option("--format <kind>", "what to print").choices(["text", "json"]).default("text"),
    )
    .option("--debug", "show where an error came from")
    .addHelpText("after", EXAMPLES)
    .action(status);
}

async function status(id: string | undefined, flags: StatusFlags): Promise<void> {
  const address = assertCluster(flags.cluster);
  if (flags.cancel && id === undefined) {
    throw new SvccaError("invalid-argument", "--cancel: which study? give its id", {});
  }
  const { connectCluster } = await import("@svcca/cluster/node");
  const cluster = await connectCluster(address);
  try {
    if (flags.cancel) await cancel(cluster, id!);
    else await show(cluster, id, flags.format);
  } finally {
    await cluster.close();
  }
}

async function cancel(cluster: Cluster, id: string): Promise<void> {
  const was = await cluster.cancel(id);
  process.stderr.write(
    was
      ? `svcca: study ${id} is stopped; what it computed is kept\n`
      : `svcca: study ${id} had ended already\n`,
  );
}

async function show(
  cluster: Cluster,
  id: string | undefined,
  format: "text" | "json",
): Promise<void> {
  const all = await cluster.studies();
  const studies = id === undefined ? all : all.filter((one) => one.id === id);
  if (id !== undefined && studies.length === 0) {
    throw new SvccaError("not-found", `study ${id}: not known at ${cluster.shown}`, { id });
  }
  const workers = await cluster.workers();
  process.stdout.write(
    format === "json"
      ? `${JSON.stringify({ schemaVersion: 1, command: "status", studies, workers }, null, 2)}\n`
      : `${[...studies.map(studyText), workersText(workers)].join("\n")}\n`,
  );
}

function studyText(study: StudyStatus): string {
  const when = new Date(study.submitted).toISOString().replace(/\.\d+Z$/, "Z");
  return [
    `${study.id}  ${study.state}  ${study.title} (submitted ${when})`,
    ...(study.progress.length > 0 ? [`  ${progressText(study)}`] : []),
    ...study.failures.map((line) => `  failed: ${line}`),
  ].join("\n");
}

function workersText(workers: Awaited<ReturnType<Cluster["workers"]>>): string {
  if (workers.length === 0) return "no workers";
  const kinds = new Map<string, number>();
  for (const { version, backend } of workers) {
    const kind = `svcca ${version} with ${backend}`;
    kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  }
  const hosts = new Set(workers.map(({ host }) => host)).size;
  const list = [...kinds].map(([kind, number]) => `${number} of ${kind}`).join(", ");
  return `workers: ${list}, on ${hosts} machine${hosts === 1 ? "" : "s"}`;
}
