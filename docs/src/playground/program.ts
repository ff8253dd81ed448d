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
  const grid = question === "networks";
  const networks = grid ? [a, b] : checkpointsOf(settings, opened);
  const { call, lines } =
    spatial === "dft"
      ? byFrequency(grid ? "networks[0]!" : "networks.flat()")
      : studies[grid ? "networks" : "training"];
  const options = spatial === "dft" ? frequencyChoiceOf(settings) : choiceOf(settings);
  const body = layers.length > 0 ? chosenLayers(layers) : allLayers;
  return `import { ${call} } from "@svcca/core";
import { openNetwork } from "@svcca/io/node";

async function layersOf(path: string) {
  const { arrays } = await openNetwork(path);
${body}
}

const networks = await Promise.all(${text(networks)}.map(layersOf));
const options = ${text(options)} as const;
${lines}
`;
}

const chosenLayers = (layers: readonly string[]) => `  const wanted = ${text(layers)};
  return Promise.all(wanted.map((name) => arrays.find(({ array }) => array === name)!.open()));`;

/** Arrays of one axis are labels or ids more often than layers. */
const allLayers = `  const sources = await Promise.all(arrays.map(({ open }) => open()));
  return sources.filter(({ shape }) => shape.length > 1);`;

const studies = {
  networks: {
    call: "grid",
    lines: `const { values } = await grid(networks[0]!, networks[1]!, options);
console.log(values);`,
  },
  training: {
    call: "dynamics",
    lines: `const { checkpoints } = await dynamics(networks, undefined, options);
console.log(checkpoints);`,
  },
};

/** Pair by pair: there is no grid by frequency, since each pair is decomposed on its own. */
const byFrequency = (rows: string) => ({
  call: "comparePairsByFrequency",
  lines: `for (const row of ${rows}) {
  for (const column of networks.at(-1)!) {
    for await (const { similarity } of comparePairsByFrequency([row, column], [[0, 1]], options)) {
      console.log(row.name, column.name, similarity);
    }
  }
}`,
});
