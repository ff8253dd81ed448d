// The worker in which HDF5 runs, in a browser. It reads a Blob where it lies, piece by piece.
import { ready } from "h5wasm";
import { guard, type H5 } from "../hdf5/library.js";
import type { Envelope, Hdf5File } from "../hdf5/protocol.js";
import { createService } from "../hdf5/service.js";
import type { WorkerMessage } from "./hdf5.js";

/** The part of a worker's global scope that is used. */
const scope = globalThis as unknown as {
  onmessage: (event: { data: WorkerMessage }) => void;
  postMessage(message: unknown, transfer: ArrayBuffer[]): void;
};

const PLUGINS = "/plugins";
let pluginUrl: string | undefined;

const service = ready.then((h5) => {
  const library = guard(h5, (name) => loadPlugin(h5, name));
  library.allow(PLUGINS, true);
  h5.FS.mkdir(PLUGINS);
  h5.insert_plugin_search_path(PLUGINS, 0);
  return createService(library, (file) => mount(h5, file));
});

// Set at once: what arrives before there is a listener is lost.
scope.onmessage = async ({ data }) => {
  if ("plugins" in data) pluginUrl = data.plugins;
  else await answer(data);
};

async function answer(envelope: Envelope): Promise<void> {
  const { reply, transfer } = await (await service)(envelope);
  scope.postMessage(reply, transfer);
}

/** The path of a file is `/files/N/NAME`; a Blob is mounted in its folder. */
function mount(h5: H5, { path, blob }: Hdf5File) {
  const fs = h5.FS as unknown as {
    mkdirTree(path: string): void;
    mount(type: unknown, options: object, at: string): void;
    unmount(at: string): void;
    filesystems: { WORKERFS: unknown };
  };
  const slash = path.lastIndexOf("/");
  const folder = path.slice(0, slash);
  fs.mkdirTree(folder);
  fs.mount(
    fs.filesystems.WORKERFS,
    { blobs: [{ name: path.slice(slash + 1), data: blob }] },
    folder,
  );
  return { byteLength: blob!.size, unmount: () => fs.unmount(folder) };
}

async function loadPlugin(h5: H5, name: string): Promise<boolean> {
  if (pluginUrl === undefined) return false;
  const fileName = `libH5Z${name}.so`;
  const response = await fetch(new URL(fileName, pluginUrl));
  if (!response.ok) return false;
  h5.FS.writeFile(`${PLUGINS}/${fileName}`, new Uint8Array(await response.arrayBuffer()));
  return true;
}
