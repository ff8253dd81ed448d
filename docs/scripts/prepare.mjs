// Writes the pages that other files hold already: READMEs, --help, docstrings; and the figures.
import { writeApi } from "./api.mjs";
import { writeCommands } from "./commands.mjs";
import { writeFigures } from "./figures.mjs";
import { copyFiles } from "./files.mjs";
import { writePackages } from "./packages.mjs";
import { writeSections } from "./sections.mjs";

copyFiles();
writePackages();
writeSections();
await Promise.all([writeCommands(), writeFigures(), writeApi()]);
