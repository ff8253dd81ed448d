// Every layer of a residual network against every other, in the middle of its training, as a figure.
//   node bench/training/checkerboard.mjs FIGURE.svg
import { writeFileSync } from "node:fs";
import { createWasmBackend } from "@svcca/backend-wasm/node";
import { cca, grid } from "@svcca/core";
import { accuracy, captureActivations, createTrainer } from "@svcca/training";
import { startTfjs } from "@svcca/training/node";
import { heatMap } from "@svcca/viz";
import { dataOf, networkOf, PLANS } from "./data.mjs";

const [figure = "checkerboard.svg"] = process.argv.slice(2);
const { train, test, probe } = await dataOf("drawn");
await startTfjs("wasm");
const { model } = networkOf("resnet", train, 1);
const trainer = createTrainer(model, train, { ...PLANS.drawn, seed: 1 });
while (trainer.step < trainer.steps / 2) await trainer.advance();
console.log(
  `accuracy ${await accuracy(model, test)} after ${trainer.step} of ${trainer.steps} steps`,
);

const backend = await createWasmBackend({ threads: 1 });
const captured = await captureActivations(model, probe);
const layers = captured.filter(({ name }) => !name.endsWith("_shortcut") && name !== "pool");
const names = layers.map(({ name }) => name);
const { values } = await grid(layers, layers, { spatial: "average", backend });
const svg = heatMap({
  values: values.map((row) => row.map((value) => Math.min(1, value))),
  rows: names,
  columns: names,
  rowTitle: "residual network, half trained",
  columnTitle: "the same network",
  title: "Residual network",
  subtitle: `SVCCA of channels averaged over positions, ${probe.count} drawn images`,
});
writeFileSync(figure, svg);
const mean = (list) => list.reduce((sum, value) => sum + value, 0) / list.length;
const between = (a, b, apart) =>
  mean(
    names.flatMap((one, i) =>
      names.flatMap((other, j) => {
        const [x, y] = [/^block(\d+)_(\w+)$/.exec(one), /^block(\d+)_(\w+)$/.exec(other)];
        if (!x || !y || x[2] !== a || y[2] !== b || Number(y[1]) - Number(x[1]) !== apart)
          return [];
        return [values[i][j]];
      }),
    ),
  ).toFixed(3);
console.log(`additions of neighbouring blocks ${between("add", "add", 1)}`);
console.log(`an addition and the convolution of the block after ${between("add", "conv", 1)}`);
console.log(`convolutions of neighbouring blocks ${between("conv", "conv", 1)}`);
for (const { name } of layers.filter((layer) => layer.name.endsWith("_bn"))) {
  const [x, y] = [name.replace("_bn", "_conv"), name].map((one) =>
    captured.find((layer) => layer.name === one),
  );
  const { similarity } = await cca(x, y, { spatial: "datapoints", backend });
  console.log(`CCA of ${y.name} with its input over positions: ${similarity.toFixed(6)}`);
}
await backend.dispose();
