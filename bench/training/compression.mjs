// Accuracy of the networks that freeze.mjs left in FOLDER, compressed without training again.
//   node bench/training/compression.mjs FOLDER drawn convnet 1,2,3,4,5 fc1 [--of parameters]
//                                       [--reconstruction projection] [--by svcca,pls] [--keep 1,0.25]
// The layers may be several, with commas, compressed one after another; "all" is every one.
import { parseArgs } from "node:util";
import { createWasmBackend } from "@svcca/backend-wasm/node";
import { compressionCurve, pickData } from "@svcca/training";
import { loadModel, startTfjs } from "@svcca/training/node";
import { dataOf, meanAndDeviation } from "./data.mjs";

const { values: flags, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    of: { type: "string", default: "directions" },
    reconstruction: { type: "string", default: "least-squares" },
    by: { type: "string", default: "svcca,pca,pls,random,highest-activation" },
    keep: { type: "string", default: "1,0.5,0.35,0.25,0.1" },
  },
});
const [folder, data = "drawn", network = "convnet", seeds = "1", wanted = "all"] = positionals;
const { of, reconstruction } = flags;
const sets = await dataOf(data);
if (!sets) {
  console.log(`${data}: the files are not there; set SVCCA_MNIST to their folder`);
  process.exit(0);
}
await startTfjs("wasm");
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
  const how = {
    of,
    reconstruction,
    by: flags.by.split(","),
    keep: flags.keep.split(",").map(Number),
  };
  points.push(...(await compressionCurve(model, found, sets.test, { ...layers, ...how, backend })));
  model.dispose();
}
await backend.dispose();
const keep = [...new Set(points.map((point) => point.keep))];
console.log(
  `${data}, ${network}, ${wanted}, share of ${of} kept, ${reconstruction}, seeds ${seeds}\n`,
);
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
