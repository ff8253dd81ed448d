import { resolve } from "node:path";
import { Worker } from "node:worker_threads";
import { Engine } from "../hdf5/engine.js";
import { type Hdf5Arrays, openHdf5File } from "../hdf5/open.js";
import { printable } from "../printable.js";

/** One worker for all files: HDF5 takes 40 MB and a third of a second to start. */
export const hdf5Engine = new Engine((replied, failed) => {
  const worker = new Worker(new URL("./hdf5-worker.js", import.meta.url), {
    // What HDF5 prints about damaged files is not for the terminal.
    stdout: true,
    stderr: true,
    execArgv: [],
  });
  worker.on("message", replied);
  worker.on("error", (error) => failed(printable(String(error))));
  worker.on("exit", () => failed("it ended"));
  // Behind the listeners, which hold it: a worker that waits keeps no program from ending.
  worker.unref();
  return {
    send: (envelope) => worker.postMessage(envelope),
    close() {
      worker.removeAllListeners("exit");
      void worker.terminate();
    },
  };
});

/** Opens an HDF5 file of the disk. */
export function openHdf5(path: string): Promise<Hdf5Arrays> {
  return openHdf5File(hdf5Engine, { path: resolve(path), name: printable(path) });
}
