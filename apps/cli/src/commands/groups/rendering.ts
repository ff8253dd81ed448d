import { quoted, table } from "../../output/table.js";
import type { Rendering, StudyWords } from "../../study/print.js";

/** The JSON document of `svcca groups`. */
export interface GroupsDocument {
  readonly layers: readonly string[];
  readonly groups: readonly { readonly name: string; readonly networks: readonly string[] }[];
  readonly comparisons: readonly {
    /** The same name twice for the networks of one group among each other. */
    readonly groups: readonly [string, string];
    /** The two networks of each pair. */
    readonly pairs: readonly (readonly [string, string])[];
    /** Pairs x layers. */
    readonly values: readonly (readonly number[])[];
    /** Over the pairs, one for each layer. */
    readonly mean: readonly number[];
    /** The standard deviation over the pairs; 0 where there is one pair. */
    readonly spread: readonly number[];
  }[];
  readonly warnings: readonly { readonly message: string }[];
}

/** The study as text, a table and a figure. */
export function groupsRendering(
  document: GroupsDocument,
  { title, how, chance }: StudyWords,
): Rendering {
  const { layers, comparisons } = document;
  const labels = comparisons.map(({ groups: [x, y] }) =>
    x === y ? `within ${x}` : `${x} and ${y}`,
  );
  return {
    document,
    csv: () =>
      [
        ["x_group", "y_group", "x_network", "y_network", ...layers],
        ...comparisons.flatMap(({ groups, pairs, values }) =>
          pairs.map((pair, i) => [...groups, ...pair, ...values[i]!.map(String)]),
        ),
      ]
        .map((line) => `${line.map(quoted).join(",")}\n`)
        .join(""),
    text: () =>
      `${title}, mean ± standard deviation over pairs of networks\n\n${table([
        ["", ...labels],
        ["pairs", ...comparisons.map(({ pairs }) => String(pairs.length))],
        ...layers.map((layer, k) => [
          layer,
          ...comparisons.map(({ mean, spread, pairs }) =>
            pairs.length > 1
              ? `${mean[k]!.toFixed(3)} ± ${spread[k]!.toFixed(3)}`
              : mean[k]!.toFixed(3),
          ),
        ]),
      ])}\n${chance}\n`,
    async svg() {
      const { groupCurves } = await import("@svcca/viz");
      return groupCurves({
        title: "Networks within groups and between them",
        subtitle: how,
        layers,
        comparisons: comparisons.map(({ mean, spread }, i) => ({
          label: labels[i]!,
          mean,
          spread,
        })),
        yLabel: title,
      });
    },
  };
}
