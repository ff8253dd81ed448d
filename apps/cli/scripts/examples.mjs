// The example networks of the demo travel with the command, so that it works from the tarball.
import { cpSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";

const from = new URL("../../../fixtures/data", import.meta.url);
const to = new URL("../examples", import.meta.url);
rmSync(to, { recursive: true, force: true });
cpSync(fileURLToPath(from), fileURLToPath(to), { recursive: true });
