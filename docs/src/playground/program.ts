import { choiceOf, frequencyChoiceOf } from "./choice.js";
import type { Opened } from "./protocol.js";
import { rowsCut, rowsImport } from "./rows-program.js";
import type { Settings } from "./settings.js";
import { studyProgram } from "./study-program.js";
import { targetOf } from "./targets.js";

const text = (value: unknown) => JSON.stringify(value);

/** A program for Node that gives the same numbers. */
export function programOf(settings: Settings, opened: Opened): string {
  return settings.question === "layers"
    ? pairProgram(settings, opened)
    : studyProgram(settings, opened);
}

function pairProgram(settings: Settings, opened: Opened): string {
  const { spatial, a, b, x, y, rows } = settings;
  const [call, options] =
    spatial === "dft"
      ? ["dftSvcca", frequencyChoiceOf(settings)]
      : ["similarity", choiceOf(settings)];
  const cut = (side: string) => (rows === "" ? `${side}.source` : `cut(${side}.source)`);
  return `import { ${call} } from "@svcca/core";
${rowsImport(rows)}import { openArray } from "@svcca/io/node";

${rowsCut(rows)}const x = await openArray(${text(targetOf(opened, a, x))});
const y = await openArray(${text(targetOf(opened, b, y))});
const result = await ${call}(${cut("x")}, ${cut("y")}, ${text(options)});
console.log(result.similarity);
await Promise.all([x.close(), y.close()]);
`;
}
