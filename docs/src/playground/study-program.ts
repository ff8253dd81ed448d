import { choiceOf, frequencyChoiceOf } from "./choice.js";
import type { Opened } from "./protocol.js";
import { rowsCut, rowsImport } from "./rows-program.js";
import type { Question, Settings } from "./settings.js";
import { checkpointsOf } from "./targets.js";

const text = (value: unknown) => JSON.stringify(value);

/** A program for Node that compares whole networks. */
export function studyProgram(settings: Settings, opened: Opened): string {
  const { spatial, layers, labels, rows } = settings;
  const question = settings.question as keyof typeof studies;
  const { imports, lines } = (spatial === "dft" ? byFrequency : atOnce)(studies[question]);
  const options = spatial === "dft" ? frequencyChoiceOf(settings) : choiceOf(settings);
  const classes = question === "classes";
  return `import { ${imports} } from "@svcca/core";
${rowsImport(rows)}import { ${classes ? "openArray, " : ""}openNetwork } from "@svcca/io/node";

${rowsCut(rows)}const files: { close(): Promise<void> }[] = [];

async function layersOf(path: string) {
  const { arrays, close } = await openNetwork(path);
  files.push({ close });
${layers.length > 0 ? chosenLayers(layers) : allLayers}
  return ${rows === "" ? "layers" : "layers.map(cut)"};
}

const networks = await Promise.all(${text(networksOf(settings, opened))}.map(layersOf));
${classes ? labelLines(labels, rows) : ""}const options = ${text(options)} as const;
${lines}
await Promise.all(files.map(({ close }) => close()));
`;
}

function networksOf(settings: Settings, opened: Opened): readonly string[] {
  const { question, a, b } = settings;
  if (question === "training") return checkpointsOf(settings, opened);
  return question === "classes" ? [a] : [a, b];
}

const chosenLayers = (layers: readonly string[]) => `  const wanted = ${text(layers)};
  const layers = await Promise.all(
    wanted.map((name) => arrays.find(({ array }) => array === name)!.open()),
  );`;

/** Arrays of one axis are labels or ids more often than layers. */
const allLayers = `  const sources = await Promise.all(arrays.map(({ open }) => open()));
  const layers = sources.filter(({ shape }) => shape.length > 1);`;

const labelLines = (
  labels: string,
  rows: string,
) => `const { source${rows === "" ? "" : ": stored"}, close } = await openArray(${text(labels)});
files.push({ close });
${rows === "" ? "" : "const source = cut(stored);\n"}const labels = await source.read(0, source.shape[0]!);
`;

interface Study {
  /** The function of the library, what it is given before the options, and what it gives. */
  readonly call: string;
  readonly given: string;
  readonly found: string;
  /** The layers of its pairs, for a program that goes through these itself. */
  readonly rows: string;
  readonly columns: string;
  /** What makes the columns, where they are no layers and have no names. */
  readonly maker?: string;
}

const studies: Record<Exclude<Question, "layers">, Study> = {
  networks: {
    call: "grid",
    given: "networks[0]!, networks[1]!",
    found: "values",
    rows: "networks[0]!",
    columns: "networks[1]!",
  },
  training: {
    call: "dynamics",
    given: "networks, undefined",
    found: "checkpoints",
    rows: "networks.flat()",
    columns: "networks.at(-1)!",
  },
  classes: {
    call: "classSensitivity",
    given: "networks[0]!, labels",
    found: "values",
    rows: "networks[0]!",
    columns: "classIndicators(labels).indicators",
    maker: "classIndicators",
  },
};

const atOnce = ({ call, given, found }: Study) => ({
  imports: call,
  lines: `const { ${found} } = await ${call}(${given}, options);
console.log(${found});`,
});

/** Pair by pair: there is no grid by frequency, since each pair is decomposed on its own. */
const byFrequency = ({ rows, columns, maker }: Study) => ({
  imports: [...(maker ? [maker] : []), "comparePairsByFrequency"].join(", "),
  lines: `for (const row of ${rows}) {
  for (const column of ${columns}) {
    for await (const { similarity } of comparePairsByFrequency([row, column], [[0, 1]], options)) {
      console.log(row.name, ${maker ? "" : "column.name, "}similarity);
    }
  }
}`,
});
