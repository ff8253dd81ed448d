// npm run -s svcca -- ARGS: the built command, with paths as seen from where it was called.
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { run } from "./run.mjs";

const bin = fileURLToPath(new URL("../apps/cli/bin/svcca.js", import.meta.url));
if (existsSync(new URL("../apps/cli/dist/main.js", import.meta.url))) {
  const cwd = process.env.INIT_CWD ?? process.cwd();
  process.exitCode = await run(process.execPath, [bin, ...process.argv.slice(2)], { cwd });
} else {
  console.error("svcca: not built yet; run npm run build first");
  process.exitCode = 1;
}
