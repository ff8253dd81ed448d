// How far natural data is from the theorem of appendix C, by which the covariance between different
// spatial frequencies vanishes: on the example networks, layer by layer, beside the same activations
// with all their circular translations, for which it holds. Prints a table, draws a picture.
// node bench/dft/theorem.mjs [picture.svg]
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { dftSvcca, noiseFloor, svcca } from "@svcca/core";
import { dft2 } from "@svcca/dft-preprocessing";
import { openArray } from "@svcca/io/node";
import { referenceBackend } from "@svcca/linalg";
import { heatMapGrid } from "@svcca/viz";

const LAYERS = ["conv1", "bn1", "conv2", "bn2", "conv3", "bn3", "pool"];
const data = fileURLToPath(new URL("../../fixtures/data/", import.meta.url));
const open = async (net, done, layer) => {
  const { source, close } = await openArray(`${data}net-${net}-${done}.npz:${layer}`);
  const values = await source.read(0, source.shape[0]);
  await close();
  return { source: inMemory(source, values), shape: source.shape, values };
};

console.log(
  "| layer | positions | between frequencies, at the start | trained | SVCCA by frequency | flattened | of it by chance |",
);
console.log(
  "| ----- | --------- | --------------------------------- | ------- | ------------------ | --------- | --------------- |",
);
for (const layer of LAYERS) {
  const start = await open("a", "000", layer);
  const [a, b] = [await open("a", "100", layer), await open("b", "100", layer)];
  const shares = [];
  for (const one of [start, a]) shares.push((await blocksOf(one)).share);
  const { similarity } = await dftSvcca(a.source, b.source, { layout: "NCHW" });
  const flat = await svcca(a.source, b.source, { spatial: "flatten" });
  const [, , height, width] = a.shape;
  const columns = [...shares.map(percent), similarity.toFixed(3), flat.similarity.toFixed(3)];
  columns.push(noiseFloor(flat.datapoints, flat.kept).toFixed(3));
  console.log(`| ${layer} | ${height} x ${width} | ${columns.join(" | ")} |`);
}

const trained = await open("a", "100", "conv3");
const panels = [
  ["conv2 at the start", await open("a", "000", "conv2")],
  ["conv2 trained", await open("a", "100", "conv2")],
  ["conv3 at the start", await open("a", "000", "conv3")],
  ["conv3 trained", trained],
  ["the same, all translations", translated(trained)],
];
const drawn = [];
for (const [title, layer] of panels) {
  const { share, strength } = await blocksOf(layer);
  drawn.push({
    title: `${title}: ${share < 1e-20 ? share.toExponential(0) : percent(share)}`,
    values: strength,
  });
}
const signed = (k, size) => (2 * k < size ? k : k - size);
const names = Array.from({ length: 16 }, (_, p) => `${signed(p >> 2, 4)}, ${signed(p % 4, 4)}`);
const svg = heatMapGrid({
  title: "Covariance between spatial frequencies",
  subtitle:
    "Norm of each block over that of its two frequencies; above each map the share of all squared covariance that lies off the diagonal",
  rows: names,
  columns: names,
  rowTitle: "frequency (y, x)",
  columnTitle: "frequency",
  valueLabel: "relative norm",
  annotate: false,
  origin: "top-left",
  panels: drawn,
});
const [path] = process.argv.slice(2);
if (path) writeFileSync(path, svg);

/** The norms of the blocks of the covariance of all coefficients, frequency against frequency. */
async function blocksOf({ shape, values }) {
  const [images, channels, height, width] = shape;
  const positions = height * width;
  const cols = channels * positions;
  const { re, im } = dft2({ data: values, shape, layout: "NCHW" });
  const parts = [re, im].map((part) => centred(part, images, cols));
  const times = (i, j) => referenceBackend.matmul(parts[i], parts[j], { transA: true });
  const [rr, ii, ri, ir] = [
    await times(0, 0),
    await times(1, 1),
    await times(0, 1),
    await times(1, 0),
  ];
  const norms = Array.from({ length: positions }, () => new Array(positions).fill(0));
  for (let i = 0, p = 0; i < cols; i++) {
    for (let j = 0; j < cols; j++, p++) {
      const square = (rr.data[p] + ii.data[p]) ** 2 + (ir.data[p] - ri.data[p]) ** 2;
      norms[i % positions][j % positions] += square;
    }
  }
  const own = norms.reduce((sum, row, f) => sum + row[f], 0);
  const strength = norms.map((row, f) =>
    row.map((value, g) => Math.min(1, Math.sqrt(value / Math.sqrt(norms[f][f] * norms[g][g])))),
  );
  const off = norms.reduce(
    (sum, row, f) => sum + row.reduce((s, v, g) => s + (f === g ? 0 : v), 0),
    0,
  );
  return { share: off / (own + off), strength };
}

function centred(part, rows, cols) {
  const mean = new Float64Array(cols);
  part.forEach((value, p) => {
    mean[p % cols] += value / rows;
  });
  return { data: part.map((value, p) => value - mean[p % cols]), rows, cols };
}

/** The images with all their circular translations. */
function translated({ shape, values }) {
  const [images, channels, height, width] = shape;
  const positions = height * width;
  const out = new Float64Array(values.length * positions);
  let p = 0;
  for (let i = 0; i < images; i++)
    for (let dy = 0; dy < height; dy++)
      for (let dx = 0; dx < width; dx++)
        for (let c = 0; c < channels; c++)
          for (let y = 0; y < height; y++)
            for (let x = 0; x < width; x++, p++) {
              const at = ((y + dy) % height) * width + ((x + dx) % width);
              out[p] = values[(i * channels + c) * positions + at];
            }
  return { shape: [images * positions, channels, height, width], values: out };
}

function inMemory({ name, shape, dtype }, values) {
  const size = values.length / shape[0];
  const read = async (start, end) => values.slice(start * size, end * size);
  return { name, shape, dtype, attributes: { layout: "NCHW" }, read };
}

function percent(share) {
  return `${(100 * share).toFixed(1)} %`;
}
