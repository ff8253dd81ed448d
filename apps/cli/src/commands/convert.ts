import { type RowRange, selectRows } from "@svcca/io";
import { openNetwork, WRITE_DTYPES, type WriteDtype, writeArrays } from "@svcca/io/node";
import { type ArraySource, SvccaError } from "@svcca/linalg";
import { Command, Option } from "commander";
import { interruptSignal } from "../interrupt.js";
import { rowRange } from "../options/row-range.js";
import { progressLine } from "../output/progress.js";

const EXAMPLES = `
Examples:
  svcca convert run.h5:epoch_3 epoch-3.npz
  svcca convert run.npz:conv1 conv1.npy --dtype float32
  svcca convert "part-*.npy" whole.h5 --rows ::10
  svcca convert train-images-idx3-ubyte.gz images.npy`;

interface ConvertFlags {
  rows?: RowRange;
  dtype?: WriteDtype;
  compress?: boolean;
  force?: boolean;
  quiet?: boolean;
}

/** `svcca convert IN OUT`. */
export function convertCommand(): Command {
  return new Command("convert")
    .description("write arrays to a file of another kind, which its ending names")
    .argument("<IN>", "a file, a folder, FILE:ARRAY, FILE:GROUP, or shards: 'part-*.npy'")
    .argument("<OUT>", "a file that ends in .npy, .npz, .h5 or .safetensors")
    .addOption(
      new Option("--rows <start:end:step>", "these rows only, as in a slice").argParser(rowRange),
    )
    .addOption(
      new Option("--dtype <type>", "write as this type, not as it is stored").choices(WRITE_DTYPES),
    )
    .option("--compress", "npz and HDF5: compress with gzip")
    .option("--force", "write over a file that is there")
    .option("--quiet", "no remarks and no progress on stderr")
    .option("--debug", "show where an error came from")
    .addHelpText("after", EXAMPLES)
    .action(convert);
}

async function convert(target: string, path: string, flags: ConvertFlags): Promise<void> {
  const network = await openNetwork(target);
  const interrupt = interruptSignal();
  const progress = progressLine("MB");
  const megabytes = (bytes: number) => Math.round(bytes / 1e6);
  const remark = (text: string) => {
    if (!flags.quiet) process.stderr.write(`svcca: ${text}\n`);
  };
  try {
    const arrays: { name: string; source: ArraySource }[] = [];
    for (const { array, open } of network.arrays) {
      const source = await open().catch((error: unknown) => {
        // Text beside the numbers: ids, notes. An array that was asked for by name is an error.
        const single = network.arrays.length === 1;
        if (single || !(error instanceof SvccaError) || error.code !== "unsupported") throw error;
        remark(`left out: ${error.message}`);
      });
      if (!source) continue;
      const cut = flags.rows && source.shape.length > 0;
      arrays.push({ name: array, source: cut ? selectRows(source, flags.rows!) : source });
    }
    const kept = /\.(h5|hdf5|safetensors)$/i.test(path);
    const layouts = arrays.filter(({ source }) => source.attributes.layout !== undefined);
    if (layouts.length > 0 && !kept) {
      const { name, source } = layouts[0]!;
      remark(`npy and npz have no place for the layout (${name}: ${source.attributes.layout})`);
    }
    await writeArrays(path, arrays, {
      ...(flags.dtype ? { dtype: flags.dtype } : {}),
      force: flags.force ?? false,
      compress: flags.compress ?? false,
      signal: interrupt.signal,
      onProgress(done, total) {
        if (!flags.quiet && megabytes(done) > 0) progress.update(megabytes(done), megabytes(total));
      },
    });
  } finally {
    progress.clear();
    interrupt.dispose();
    await network.close();
  }
}
