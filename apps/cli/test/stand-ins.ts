import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { encodeNpy, encodeNpz } from "@svcca/io";
import { openNetwork, writeArrays } from "@svcca/io/node";
import { gaussianMatrix } from "@svcca/linalg/testing";

const n = 90;
const dense = (width: number, seed: number) => ({
  shape: [n, width],
  data: gaussianMatrix(n, width, seed).data,
});
const conv = (channels: number, side: number, seed: number) => ({
  shape: [n, channels, side, side],
  data: gaussianMatrix(n, channels * side ** 2, seed).data,
});
const network = (seed: number) => ({
  conv1: conv(3, 4, seed),
  conv2: conv(4, 4, seed + 1),
  conv3: conv(5, 2, seed + 2),
  conv4: conv(5, 2, seed + 3),
  fc: dense(4, seed + 4),
  fc1: dense(6, seed + 5),
});
const labels = { shape: [n], data: Int32Array.from({ length: n }, (_, i) => i % 3) };
const ids = { shape: [n], data: Int32Array.from({ length: n }, (_, i) => i) };

/** Networks of the examples that are `.npz` with layers and nothing else. */
const NPZ = [
  ...["run", "run1", "run2", "old", "new", "shard-1", "shard-2", "shard-3"],
  ...["run-000", "run-035", "run-075", "run-100", "epoch-1", "epoch-2", "epoch_1", "epoch_2"],
  ...["convnet-1", "convnet-2", "resnet-1", "resnet-2", "seed-1", "seed-2", "true-1", "true-2"],
  ...["random-1", "random-2", "wide-1", "wide-2", "narrow-1", "narrow-2"],
  ...["true-labels-1", "true-labels-2", "random-labels-1", "random-labels-2"],
];

/** Small files under the names that the examples of READMEs and of the help use. */
export async function writeStandIns(folder: string): Promise<void> {
  const path = (name: string) => join(folder, name);
  NPZ.forEach((name, i) => {
    // --fail-under in the examples asks for two versions of one network.
    const seed = name === "new" ? 10 * NPZ.indexOf("old") : 10 * i;
    // Networks without a treatment of space in their example are of dense layers.
    const onlyDense = /^(wide|narrow|shard)-/.test(name);
    const layers = onlyDense ? { fc: dense(4, seed), fc1: dense(6, seed + 1) } : network(seed);
    writeFileSync(path(`${name}.npz`), encodeNpz(layers));
  });
  for (const name of ["a", "b"]) {
    writeFileSync(path(`${name}.npz`), encodeNpz({ fc1: dense(6, name.charCodeAt(0)), ids }));
    writeFileSync(path(`${name}.npy`), encodeNpy(dense(30, name.charCodeAt(0))));
  }
  ["part-1.npy", "part-2.npy"].forEach((name, i) => {
    writeFileSync(path(name), encodeNpy(dense(6, i)));
  });
  writeFileSync(path("labels.npy"), encodeNpy(labels));
  const header = Uint8Array.from([0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0, 3]);
  const images = Buffer.concat([header, new Uint8Array(18).map((_, i) => i)]);
  writeFileSync(path("train-images-idx3-ubyte.gz"), gzipSync(images));
  for (const name of ["convnet", "resnet", "folder"]) {
    mkdirSync(path(name));
    for (const layer of ["conv1", "conv2", "fc", "conv", "block1", "block2"]) {
      writeFileSync(join(path(name), `${layer}.npy`), encodeNpy(dense(5, layer.length)));
    }
  }
  await writeHdf5(path);
}

/** HDF5, which groups layers and says their layout, from the `.npz` above. */
async function writeHdf5(path: (name: string) => string): Promise<void> {
  const places = ["", "epoch_0/", "epoch_3/", "epoch_5/", "epoch_9/", "activations/"];
  for (const name of ["run", "run1", "run2", "a", "b", "best"]) {
    const from = await openNetwork(path(/^run/.test(name) ? `${name}.npz` : "run.npz"));
    const beside = await openNetwork(path("labels.npy"));
    const identifiers = await openNetwork(path("a.npz"));
    const layers = await Promise.all(
      from.arrays.map(async ({ array, open }) => ({ array, source: await open() })),
    );
    const named = async (
      arrays: typeof beside.arrays,
      array: string | undefined,
      name: string,
    ) => ({
      name,
      source: await arrays.find((one) => array === undefined || one.array === array)!.open(),
    });
    await writeArrays(path(`${name}.h5`), [
      ...(name === "best" ? [""] : places).flatMap((group) =>
        layers.map(({ array, source }) => ({
          name: `${group}${array}`,
          source:
            source.shape.length === 4 && group !== ""
              ? Object.assign(Object.create(source), { attributes: { layout: "NCHW" } })
              : source,
        })),
      ),
      await named(beside.arrays, undefined, "labels"),
      await named(identifiers.arrays, "ids", "ids"),
    ]);
    await Promise.all([from, beside, identifiers].map((one) => one.close()));
  }
}
