// Accuracy of the networks that freeze.mjs left in FOLDER, compressed without training again.
//   node bench/training/compression.mjs FOLDER drawn convnet 1,2,3,4,5 fc1 [parameters]
// The layers may be several, with commas, compressed one after another; "all" is every one.
import { createWasmBackend } from "@svcca/backend-wasm/node";
import { compressionCurve, pickData } from "@svcca/training";
import { loadModel, startTfjs } from "@svcca/training/node";
import { dataOf, meanAndDeviation } from "./data.mjs";

const [
  folder,
  data = "drawn",
  network = "convnet",
  seeds = "1",
  wanted = "all",
  of = "directions",
] = process.argv.slice(2);
const sets = await dataOf(data);
if (!sets) {
  console.log(`${data}: the files are not there; set SVCCA_MNIST to their folder`);
  process.exit(0);
}
await startTfjs();
const backend = await createWasmBackend({ threads: 1 });
// Spread over the set: drawn images come sorted by class.
const step = Math.max(1, Math.floor(sets.train.count / 1000));
const found = pickData(
  sets.train,
  Array.from({ length: Math.floor(sets.train.count / step) }, (_, i) => i * step),
);
const points = [];
for (const seed of seeds.split(",")) {
  const model = await loadModel(`${folder}/${data}-${network}-${seed}`);
  const layers = wanted === "all" ? {} : { layers: wanted.split(",") };
  points.push(...(await compressionCurve(model, found, sets.test, { ...layers, of, backend })));
  model.dispose();
}
await backend.dispose();
const keep = [...new Set(points.map((point) => point.keep))];
console.log(`${data}, ${network}, ${wanted}, share of ${of} kept, seeds ${seeds}\n`);
console.log(`| directions | ${keep.map((share) => `${100 * share} %`).join(" | ")} |`);
console.log(`| --- | ${keep.map(() => "---").join(" | ")} |`);
for (const by of new Set(points.map((point) => point.by))) {
  const cells = keep.map((share) => {
    const own = points.filter((point) => point.by === by && point.keep === share);
    const [mean, spread] = meanAndDeviation(own.map(({ accuracy }) => accuracy));
    return `${mean.toFixed(3)} ± ${spread.toFixed(3)}`;
  });
  console.log(`| ${by} | ${cells.join(" | ")} |`);
}
const sizes = keep.map((share) => points.find((point) => point.keep === share).parameters);
console.log(`| parameters | ${sizes.join(" | ")} |`);
