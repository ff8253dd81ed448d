// Writes plugins.h5, a dataset for each compression plug-in: node make-plugins.mjs. The values are
// those of make.py. (h5py of Debian has no plug-ins.)
import { fileURLToPath } from "node:url";
import * as hdf5 from "h5wasm/node";
import * as plugins from "h5wasm-plugins";

const library = await hdf5.ready;
library.activate_throwing_error_handler();
plugins.install_local_plugins(library);

const data = Float32Array.from({ length: 64 * 12 }, (_, i) => ((7 * i) % 31) - 10);
const filters = {
  blosc: [32001, [2, 2, 4, 768, 5, 1, 0]],
  blosc2: [32026, []],
  bshuf: [32008, []],
  bz2: [307, [5]],
  lz4: [32004, [0]],
  zstd: [32015, [3]],
};
const file = new hdf5.File(fileURLToPath(new URL("plugins.h5", import.meta.url)), "w");
for (const [name, [compression, options]] of Object.entries(filters)) {
  file.create_dataset({
    name,
    data,
    shape: [64, 12],
    chunks: [16, 12],
    compression,
    compression_opts: options,
  });
}
file.close();
