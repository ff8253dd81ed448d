import { type FileHandle, open } from "node:fs/promises";
import { join } from "node:path";
import { npyHeader } from "@svcca/io";
import type * as layers from "@tensorflow/tfjs-layers";
import { runBatches } from "../capture/batches.js";
import type { CaptureOptions } from "../capture/capture.js";
import { forwardTo, layerNames, layerOf, symbolOf } from "../capture/submodel.js";
import type { DataSet } from "../data/data-set.js";
import { fillWhole } from "./write-whole.js";

/**
 * Writes what layers of a model hold of a data set to a folder, `conv1.npy`, `fc1.npy`, ...: one
 * pass, and each batch goes to the files as it is made, so that the activations may be larger than
 * memory. Every `svcca` command takes such a folder as a network (channels last: `--layout NHWC`).
 *
 * The folder is there whole or not at all; one that is there already is replaced.
 *
 * @throws SvccaError as `activationSources`, `not-found` when nothing can be written there.
 */
export async function writeActivations(
  folder: string,
  model: layers.LayersModel,
  set: DataSet,
  options: CaptureOptions = {},
): Promise<void> {
  const { layers: names = layerNames(model), batchSize = 100, signal } = options;
  const symbols = names.map((name) => symbolOf(layerOf(model, name), "output"));
  const forward = forwardTo(model, symbols);
  await fillWhole(folder, async (temporary) => {
    const files: FileHandle[] = [];
    try {
      for (const [i, { shape }] of symbols.entries()) {
        const file = await open(join(temporary, `${names[i]}.npy`), "w");
        files.push(file);
        await file.writeFile(npyHeader("<f4", [set.count, ...shape.slice(1).map((n) => n!)]));
      }
      const all = [0, set.count] as const;
      for await (const { values } of runBatches(forward, set, all, batchSize, signal)) {
        for (const [i, { buffer, byteOffset, byteLength }] of values.entries()) {
          await files[i]!.writeFile(new Uint8Array(buffer, byteOffset, byteLength));
        }
      }
    } finally {
      await Promise.all(files.map((file) => file.close()));
    }
  });
}
