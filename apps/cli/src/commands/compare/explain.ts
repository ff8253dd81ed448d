import { type Explanation, explain, type WayCost } from "@svcca/core";
import { type Backend, SvccaError } from "@svcca/linalg";
import { openPair } from "../../input/open-pair.js";
import {
  type ComparisonFlags,
  comparisonOf,
  describeComparison,
} from "../../options/comparison.js";
import type { IdsFlags } from "../../options/ids.js";
import { table } from "../../output/table.js";
import { version } from "../../version.js";

type Flags = ComparisonFlags & IdsFlags & { format: "text" | "json" | "csv" };

/**
 * What `svcca compare --explain` prints instead of a comparison: what each way to treat space would
 * take, which to take, and where it would be computed.
 *
 * @param why this backend: for `auto`, why it takes a GPU or not.
 * @throws SvccaError `invalid-argument` for measures whose cost is not known.
 */
export async function explainPair(
  targetX: string,
  targetY: string,
  { backend, why }: { backend: Backend; why: string },
  flags: Flags,
): Promise<string> {
  const { measure, format } = flags;
  if (measure !== "svcca" && measure !== "cca" && measure !== "pwcca") {
    throw new SvccaError(
      "invalid-argument",
      `--explain is for --measure svcca, cca or pwcca, not ${measure}; leave it out`,
      { received: measure },
    );
  }
  if (format === "csv") {
    throw new SvccaError("invalid-argument", "--explain prints text or json, not csv", { format });
  }
  const choice = { ...comparisonOf(flags), measure, backend };
  const { x, y, close } = await openPair(targetX, targetY, flags);
  try {
    const explanation = await explain(x.source, y.source, choice);
    if (format === "text") return textOf(explanation, why);
    const document = {
      schemaVersion: 1,
      command: "compare",
      measure,
      explain: { ways: explanation.ways, recommended: explanation.recommended },
      options: describeComparison(flags),
      backend: explanation.backend,
      backendReason: why,
      inputs: [x.source, y.source].map(({ name, shape, dtype }) => ({ array: name, shape, dtype })),
      version,
    };
    return `${JSON.stringify(document, null, 2)}\n`;
  } finally {
    await close();
  }
}

function textOf({ backend, ways, recommended }: Explanation, why: string): string {
  const head = [
    "--spatial",
    "route",
    "datapoints",
    "neurons",
    "readings",
    "flops",
    "memory",
    "time",
  ];
  const rows = ways.filter((way) => way.refused === undefined).map(rowOf);
  const notes = ways.flatMap(({ way, refused, caution }) => {
    if (refused !== undefined) return [`${way}: refused. ${refused}`];
    return caution === undefined ? [] : [`${way}: ${caution}`];
  });
  const { way, positions, reason } = recommended;
  const flag = way === "none" ? "as they are" : `--spatial ${way}`;
  const some = positions === undefined ? "" : ` --positions ${positions}`;
  return [
    table([head, ...rows]),
    ...notes,
    ...(notes.length > 0 ? [""] : []),
    `Times on the ${backend} backend, within a factor of about three; this backend: ${why}.`,
    `Recommended: ${flag}${some}; ${reason}.`,
    "",
  ].join("\n");
}

function rowOf({ way, route, datapoints, neurons, readings, flops, bytes, seconds }: WayCost) {
  return [
    way === "none" ? "-" : way,
    route!,
    String(datapoints),
    `${neurons!.x}, ${neurons!.y}`,
    String(readings),
    flops!.toExponential(1).replace("+", ""),
    sizeOf(bytes!),
    timeOf(seconds!),
  ];
}

function sizeOf(bytes: number): string {
  return bytes < 1e9 ? `${Math.ceil(bytes / 1e6)} MB` : `${(bytes / 1e9).toFixed(1)} GB`;
}

function timeOf(seconds: number): string {
  if (seconds < 1) return `${Number((1000 * seconds).toPrecision(2))} ms`;
  if (seconds < 120) return `${Number(seconds.toPrecision(2))} s`;
  return seconds < 7200 ? `${Math.round(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`;
}
