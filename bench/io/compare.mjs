// Compares the first 8 neurons of a large file with the next 8: compare.mjs FILE[:ARRAY]. All of it
// is read, by what `svcca compare` calls. Prints seconds, the similarity and the most memory in MB.
import { openArray } from "../../packages/io/dist/node/index.js";
import { svcca } from "../../packages/svcca-core/dist/index.js";

const begun = performance.now();
const { source, close } = await openArray(process.argv[2]);
const [rows, width] = source.shape;

/** Columns `from` to `to` of the source. */
const columns = (from, to) => ({
  ...source,
  shape: [rows, to - from],
  async read(start, end, options) {
    const values = await source.read(start, end, options);
    const out = new Float32Array((end - start) * (to - from));
    for (let i = 0; i < end - start; i++) {
      out.set(values.subarray(i * width + from, i * width + to), i * (to - from));
    }
    return out;
  },
});
const { similarity } = await svcca(columns(0, 8), columns(8, 16));
await close();
console.log((performance.now() - begun) / 1000, similarity, process.resourceUsage().maxRSS / 1000);
