// The worker in which HDF5 runs, in Node. It reads files from disk, piece by piece.
import { statSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parentPort } from "node:worker_threads";
import { guard } from "../hdf5/library.js";
import type { Envelope } from "../hdf5/protocol.js";
import { createService } from "../hdf5/service.js";

const { ready } = await import("h5wasm/node");
const plugins = await pluginFolder();
const h5 = await ready;
const library = guard(h5, async () => plugins !== undefined);
if (plugins !== undefined) {
  library.allow(plugins, true);
  h5.insert_plugin_search_path(plugins, 0);
}
const serve = createService(library, ({ path }) => ({
  byteLength: statSync(path).size,
  unmount() {},
}));

parentPort!.on("message", async (envelope: Envelope) => {
  const { reply, transfer } = await serve(envelope);
  parentPort!.postMessage(reply, transfer);
});

/** Where the optional package of compression plug-ins is. */
async function pluginFolder(): Promise<string | undefined> {
  try {
    return fileURLToPath(new URL("./plugins", import.meta.resolve("h5wasm-plugins")));
  } catch {
    return undefined;
  }
}
