import { choiceOf, frequencyChoiceOf } from "./choice.js";
import type { Opened } from "./protocol.js";
import type { Settings } from "./settings.js";
import { checkpointsOf, targetOf } from "./targets.js";

const text = (value: unknown) => JSON.stringify(value);

/** A program for Node that gives the same numbers. */
export function programOf(settings: Settings, opened: Opened): string {
  return settings.question === "layers"
    ? pairProgram(settings, opened)
    : studyProgram(settings, opened);
}

function pairProgram(settings: Settings, opened: Opened): string {
  const { spatial, a, b, x, y } = settings;
  const [call, options] =
    spatial === "dft"
      ? ["dftSvcca", frequencyChoiceOf(settings)]
      : ["similarity", choiceOf(settings)];
  return `import { ${call} } from "@svcca/core";
import { openArray } from "@svcca/io/node";

const x = await openArray(${text(targetOf(opened, a, x))});
const y = await openArray(${text(targetOf(opened, b, y))});
const result = await ${call}(x.source, y.source, ${text(options)});
console.log(result.similarity);
`;
}

function studyProgram(settings: Settings, opened: Opened): string {
  const { question, spatial, a, b, layers } = settings;
  const networks = question === "networks" ? [a, b] : checkpointsOf(settings, opened);
  const dft = spatial === "dft";
  const options = dft ? frequencyChoiceOf(settings) : choiceOf(settings);
  const [call, lines] = dft
    ? ["comparePairsByFrequency", frequencyLines]
    : question === "networks"
      ? [
          "grid",
          "const { values } = await grid(networks[0]!, networks[1]!, options);\nconsole.log(values);",
        ]
      : [
          "dynamics",
          "const { checkpoints } = await dynamics(networks, undefined, options);\nconsole.log(checkpoints);",
        ];
  const chosen =
    layers.length > 0
      ? `${text(layers)}.map((name) => arrays.find(({ array }) => array === name)!)`
      : "arrays";
  return `import { ${call} } from "@svcca/core";
import { openNetwork } from "@svcca/io/node";

async function layersOf(path: string) {
  const { arrays } = await openNetwork(path);
  return Promise.all(${chosen}.map(({ open }) => open()));
}

const networks = await Promise.all(${text(networks)}.map(layersOf));
const options = ${text(options)} as const;
${lines}
`;
}

const frequencyLines = `const last = networks.at(-1)!;
const rows = networks.slice(0, Math.max(1, networks.length - 1)).flat();
for (const row of rows) {
  for (const column of last) {
    for await (const { similarity } of comparePairsByFrequency([row, column], [[0, 1]], options)) {
      console.log(row.name, column.name, similarity);
    }
  }
}`;
