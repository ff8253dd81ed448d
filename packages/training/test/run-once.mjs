// One training run into a folder, for the test that kills it.
import { convnet, drawnImages, linearFreeze } from "@svcca/training";
import { runTraining, startTfjs } from "@svcca/training/node";

const [folder, epochs] = process.argv.slice(2);
await startTfjs("wasm");
const train = drawnImages(6, 1);
await runTraining(folder, {
  model: convnet({ inputShape: train.shape, outputs: 10, channels: [2, 3], units: [6, 5] }),
  train,
  test: drawnImages(3, 2),
  settings: { name: "small" },
  epochs: Number(epochs),
  batchSize: 10,
  translate: 1,
  freeze: linearFreeze(),
  saveEvery: 3,
  onStep: (done) => process.stdout.write(`${done}\n`),
});
