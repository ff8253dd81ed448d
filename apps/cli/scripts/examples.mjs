// The example networks of the demo travel with the command, so that it works from the tarball: the
// files that it reads, and of those that it only averages over positions, the averages.
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { openFile, writeArrays } from "@svcca/io/node";

const from = fileURLToPath(new URL("../../../fixtures/data", import.meta.url));
const to = fileURLToPath(new URL("../examples", import.meta.url));
rmSync(to, { recursive: true, force: true });
mkdirSync(to);
for (const name of ["labels.npy", "net-a-100.npz"]) cpSync(join(from, name), join(to, name));
for (const name of ["net-a-000.npz", "net-a-035.npz", "net-a-075.npz", "net-b-100.npz"]) {
  const { arrays, close } = await openFile(join(from, name));
  const averaged = [];
  for (const { array, open } of arrays) averaged.push(await averagedOf(array, await open()));
  await writeArrays(join(to, name), averaged, { compress: true });
  await close();
}
const { architecture, checkpoints } = JSON.parse(readFileSync(join(from, "manifest.json"), "utf8"));
const manifest = {
  architecture,
  checkpoints: checkpoints.map(({ net, percent, accuracy }) => ({ net, percent, accuracy })),
};
writeFileSync(join(to, "manifest.json"), `${JSON.stringify(manifest, null, 2)}\n`);

/** Each channel of each datapoint, averaged over height and width. */
async function averagedOf(name, source) {
  const [n, channels, ...space] = source.shape;
  const positions = space.reduce((product, size) => product * size, 1);
  const values = await source.read(0, n);
  const data = Float32Array.from({ length: n * channels }, (_, p) => {
    let sum = 0;
    for (let i = p * positions; i < (p + 1) * positions; i++) sum += values[i];
    return sum / positions;
  });
  const read = async (start, end) => data.slice(start * channels, end * channels);
  return { name, source: { name, shape: [n, channels], dtype: "<f4", attributes: {}, read } };
}
