// Reads a large file as @svcca/io does, in blocks of rows: read.mjs PATH. Prints seconds, sum, MB.
import { openArray } from "../../packages/io/dist/node/index.js";

const BLOCK = 1024;
const begun = performance.now();
const { source, close } = await openArray(process.argv[2]);
const [rows, width] = source.shape;
let total = 0;
let values;
for (let start = 0; start < rows; start += BLOCK) {
  const end = Math.min(start + BLOCK, rows);
  // As svcca itself does: the memory of the block before is no longer needed.
  values = await source.read(start, end, values ? { into: values } : {});
  for (let i = 0; i < end - start; i++) total += values[i * width];
}
await close();
const seconds = (performance.now() - begun) / 1000;
console.log(seconds, total, process.resourceUsage().maxRSS / 1000);
