import type { CompressionPoint, ModelSize } from "@svcca/training";
import { table } from "../../output/table.js";
import type { Rendering } from "../../study/print.js";
import { version } from "../../version.js";

/** The JSON document of `svcca compress`. */
export interface CompressDocument {
  readonly model: ModelSize & { readonly path: string };
  readonly layers: readonly string[];
  readonly data: object;
  readonly options: { readonly of: "directions" | "parameters" };
  readonly points: readonly CompressionPoint[];
  readonly backend: string;
}

/** What the kinds of directions are called in tables and figures. */
const NAMES: Readonly<Record<CompressionPoint["by"], string>> = {
  svcca: "SVCCA, logits",
  "svcca-network": "SVCCA, other network",
  pca: "PCA",
  pls: "PLS, logits",
  random: "random neurons",
  "highest-activation": "most active neurons",
};

/** The curves as JSON, CSV, text, and the figure of the paper. */
export function compressRendering(found: CompressDocument): Rendering {
  const { points, options, layers } = found;
  const document = {
    schemaVersion: 1,
    command: "compress",
    ...found,
    warnings: larger(found),
    version,
  };
  const kinds = [...new Set(points.map(({ by }) => by))];
  const shares = [...new Set(points.map(({ keep }) => keep))];
  const of = (by: string, keep: number) =>
    points.find((point) => point.by === by && point.keep === keep)!;
  return {
    document,
    csv: () =>
      [
        "directions,keep,accuracy,parameters,operations\n",
        ...points.map(
          (one) => `${one.by},${one.keep},${one.accuracy},${one.parameters},${one.operations}\n`,
        ),
      ].join(""),
    text() {
      const head = ["accuracy with", ...shares.map((share) => `${Math.round(100 * share)} %`)];
      const rows = kinds.map((by) => [
        NAMES[by],
        ...shares.map((keep) => of(by, keep).accuracy.toFixed(3)),
      ]);
      const sizes = ["parameters", ...shares.map((keep) => String(of(kinds[0]!, keep).parameters))];
      return `${layers.join(", ")}: share of ${options.of} kept\n\n${table([head, ...rows, sizes])}`;
    },
    async svg() {
      const { accuracyCurves } = await import("@svcca/viz");
      const rising = [...shares].sort((a, b) => a - b);
      return accuracyCurves({
        title: "Compression without training again",
        subtitle: layers.join(", "),
        xLabel: `${options.of} kept (%)`,
        yLabel: "accuracy",
        series: kinds.map((by) => ({
          label: NAMES[by],
          kept: rising.map((keep) => 100 * keep),
          accuracy: rising.map((keep) => of(by, keep).accuracy),
        })),
      });
    },
  };
}

/** A warning of what was meant to make the model smaller, and made it larger. */
function larger({ model, points }: CompressDocument): { code: "larger"; message: string }[] {
  const shares = points.filter(({ parameters }) => parameters > model.parameters);
  if (shares.length === 0) return [];
  const named = [...new Set(shares.map(({ keep }) => `${Math.round(100 * keep)} %`))].join(", ");
  return [
    {
      code: "larger",
      message: `at ${named} the model has more than its ${model.parameters} parameters: two layers, of k directions between them, take the place of one of a x b, and are smaller where k < a b / (a + b)`,
    },
  ];
}
