// npm run -s svcca -- ARGS: the built command, with paths as seen from where it was called. In this
// process, so that whoever stops it stops the command.
import { existsSync } from "node:fs";

if (existsSync(new URL("../apps/cli/dist/main.js", import.meta.url))) {
  process.chdir(process.env.INIT_CWD ?? process.cwd());
  await import("../apps/cli/bin/svcca.js");
} else {
  console.error("svcca: not built yet; run npm run build first");
  process.exitCode = 1;
}
