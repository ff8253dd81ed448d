import { align, comparePairsByFrequency, dynamics, grid, noiseFloor, svcca } from "@svcca/core";
import { openFile } from "@svcca/io/node";
import {
  coefficientCurve,
  convergenceCurves,
  dynamicsGrid,
  featureMaps,
  frequencyMap,
  heatMap,
} from "@svcca/viz";
import { freshFolder, root } from "./paths.mjs";

const settings = { spatial: "average", layout: "NCHW" };
const subtitle = "SVCCA, 99 % of the variance, averaged over positions, 500 images";
/** In the order of the network, which is not that of the alphabet. */
const layers = ["conv1", "bn1", "conv2", "bn2", "conv3", "bn3", "pool", "fc1", "logits"];
const checkpoints = ["000", "035", "075", "100"];

/** The figures of the pages, light and dark, from the example networks. */
export async function writeFigures() {
  const files = [];
  const open = async (name) => {
    const file = await openFile(`${root}fixtures/data/${name}.npz`);
    files.push(file);
    return Promise.all(
      layers.map((name) => file.arrays.find(({ array }) => array === name).open()),
    );
  };
  const networks = await Promise.all(checkpoints.map((at) => open(`net-a-${at}`)));
  const other = await open("net-b-100");
  const trained = networks.at(-1);
  const figures = {
    grid: await gridFigure(trained, other),
    ...(await dynamicsFigures(networks)),
    ...(await pairFigures(trained, other)),
  };
  const write = freshFolder("public/figures");
  for (const [name, draw] of Object.entries(figures)) {
    for (const theme of ["light", "dark"]) write(`${name}-${theme}.svg`, draw(theme));
  }
  await Promise.all(files.map((file) => file.close()));
}

async function gridFigure(a, b) {
  const { values } = await grid(a, b, settings);
  const names = { rows: layers, columns: layers };
  return (theme) =>
    heatMap({
      title: "Two networks that started from different weights",
      subtitle,
      values,
      ...names,
      rowTitle: "layers of net a",
      columnTitle: "layers of net b",
      theme,
    });
}

async function dynamicsFigures(networks) {
  const found = await dynamics(networks, undefined, settings);
  const names = checkpoints.map((at) => `${Number(at)} %`);
  return {
    dynamics: (theme) =>
      dynamicsGrid({
        title: "Learning dynamics of net a",
        subtitle,
        networks: [
          {
            title: "",
            layers,
            columns: layers,
            checkpoints: found.checkpoints.map((values, t) => ({ name: names[t], values })),
          },
        ],
        theme,
      }),
    convergence: (theme) =>
      convergenceCurves({
        title: "How early each layer of net a is what it will be",
        subtitle,
        layers,
        checkpoints: checkpoints.map(Number),
        values: found.convergence,
        theme,
      }),
  };
}

async function pairFigures(a, b) {
  const at = (name) => layers.indexOf(name);
  const pair = [a[at("fc1")], b[at("fc1")]];
  const { coefficients, datapoints, kept } = await svcca(...pair);
  const aligned = await align(...pair);
  const labels = await labelsOf();
  const conv = [a[at("conv2")], b[at("conv2")]];
  const spectrum = comparePairsByFrequency(conv, [[0, 1]], { layout: "NCHW" });
  const { frequencies } = (await spectrum.next()).value;
  return {
    coefficients: (theme) =>
      coefficientCurve({
        title: "fc1 of net a and fc1 of net b",
        subtitle: "SVCCA, 99 % of the variance, 500 images",
        series: [{ label: "fc1", coefficients }],
        noiseFloor: noiseFloor(datapoints, kept),
        theme,
      }),
    features: (theme) => featureFigure(aligned, labels, theme),
    frequencies: (theme) =>
      frequencyMap({
        ...frequencies,
        title: "conv2 of net a and conv2 of net b",
        subtitle: "SVCCA at each spatial frequency, 500 images",
        theme,
      }),
  };
}

function featureFigure({ result, x, y }, labels, theme) {
  const columns = ({ data, rows, cols }) =>
    Array.from({ length: cols }, (_, j) =>
      Float64Array.from({ length: rows }, (_, i) => data[i * cols + j]),
    );
  const layer = (name, { along, activations, neurons }) => ({
    name,
    directions: columns(along),
    neurons: columns(activations),
    neuronNames: neurons.map((neuron) => `neuron ${neuron}`),
  });
  return featureMaps({
    title: "What fc1 of both networks share, direction by direction",
    subtitle: "SVCCA, and the most active neurons, over 500 images sorted by class",
    x: layer("fc1 of net a", x),
    y: layer("fc1 of net b", y),
    labels,
    coefficients: result.coefficients.subarray(0, x.along.cols),
    theme,
  });
}

async function labelsOf() {
  const file = await openFile(`${root}fixtures/data/labels.npy`);
  const labels = await (await file.arrays[0].open()).read(0, 500);
  await file.close();
  return labels;
}
