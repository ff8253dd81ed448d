// pnpm fuzz [FILES] [FORMATS] [SEED]: reads mutated files of every format, 20000 of each, or as
// told (pnpm fuzz 1000 .npz,.h5). A failure names its seed, which repeats it: pnpm fuzz 1 .npz SEED.
import { fileURLToPath } from "node:url";
import { run } from "./run.mjs";

const [files = "20000", formats, seed = "1"] = process.argv.slice(2);
process.exitCode = await run("vitest", ["run", "packages/io/test/fuzz.test.ts"], {
  cwd: fileURLToPath(new URL("../", import.meta.url)),
  env: {
    ...process.env,
    SVCCA_FUZZ: files,
    SVCCA_FUZZ_SEED: seed,
    ...(formats ? { SVCCA_FUZZ_FORMATS: formats } : {}),
  },
});
