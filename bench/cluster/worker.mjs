// A worker of the benchmark: one thread, and as little else as the command's own.
import { createWasmBackend } from "../../packages/backend-wasm/dist/node/index.js";
import { fileStore, startWorker } from "../../packages/cluster/dist/node/index.js";

const [cluster, folder] = process.argv.slice(2);
const backend = await createWasmBackend({ threads: 1 });
process.on("message", async (version) => {
  const store = fileStore(folder);
  await startWorker({ cluster, store, backend, version, memory: 2 ** 32 });
  process.send("ready");
});
