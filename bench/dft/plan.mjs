// What it takes to compare two trainings of ResNet-50 layer by layer through dftSvcca on the 50,000
// validation images of ImageNet, on paper: bytes read, operations and hours, from rates that are
// measured here first. Without the time that a disk or a network takes to give the bytes.
// node bench/dft/plan.mjs [reference | wasm] [images] [memory for sums and blocks, MB] [clock | processor]
//
// On a machine that does other things too, `processor` counts the time that this program had, on one
// thread.
import { cpus, loadavg } from "node:os";
import { commonFrequencies, openSpectralMoments } from "@svcca/dft-preprocessing";
import { referenceBackend, withComplexFallback } from "@svcca/linalg";
import { gaussianMatrix } from "@svcca/linalg/testing";

const [backendName = "reference", images = "50000", megabytes = "512", measure = "clock"] =
  process.argv.slice(2);
const n = Number(images);
const MEMORY = Number(megabytes) * 2 ** 20;
/** Of one value in a float32 file. */
const BYTES = 4;

const backend = await openBackend();
const rates = {
  transform: await transformRate(),
  products: await productRate(),
  algebra: await algebraRate(),
};
console.log(
  `${cpus()[0].model}, ${cpus().length} cores, by the ${measure}, load ${loadavg()[0].toFixed(1)}, Node ${process.version}, backend ${backend.name}: ` +
    `${(rates.transform / 1e6).toFixed(0)} million values a second transformed, ` +
    `${(rates.products / 1e9).toFixed(1)} billion multiply-adds a second, ` +
    `eigenvectors and coefficients of c channels in ${(rates.algebra * 1e9).toFixed(0)} c^3 ns`,
);

const total = { layers: 0, bytes: 0, multiplyAdds: 0, seconds: 0 };
console.log("size  channels  layers  readings    read, GB  10^12 multiply-adds   hours");
for (const [size, channels, layers] of resnet50()) {
  const one = costOf(size, channels);
  const seconds = one.seconds * layers;
  print([
    size,
    channels,
    layers,
    one.readings,
    one.bytes * layers,
    one.multiplyAdds * layers,
    seconds,
  ]);
  total.layers += layers;
  total.bytes += one.bytes * layers;
  total.multiplyAdds += one.multiplyAdds * layers;
  total.seconds += seconds;
}
print(["all", "", total.layers, "", total.bytes, total.multiplyAdds, total.seconds]);
console.log(
  `on sixteen such machines ${(total.seconds / 3600 / 16).toFixed(1)} hours: layers are independent, and shards of images add up`,
);
await backend.dispose?.();

/** Outputs of all convolutions (torchvision's ResNet-50): size, channels, how many of them. */
function resnet50() {
  const layers = [[112, 64, 1]];
  const stages = [
    [56, 64, 3],
    [28, 128, 4],
    [14, 256, 6],
    [7, 512, 3],
  ];
  for (const [size, width, blocks] of stages) {
    // The first block of a later stage still has the larger size after its first convolution.
    const larger = size === 56 ? 0 : 1;
    if (larger) layers.push([2 * size, width, larger]);
    layers.push([size, width, 2 * blocks - larger]);
    layers.push([size, 4 * width, blocks + 1]);
  }
  return layers;
}

/** One pair of layers, both of that shape. */
function costOf(size, channels) {
  const frequencies = commonFrequencies({ height: size, width: size }).half.length;
  const sums = frequencies * 8 * (2 * channels) ** 2;
  const readings = Math.max(1, Math.ceil(sums / (0.75 * MEMORY)));
  const values = 2 * n * size * size * channels;
  const multiplyAdds = (n * frequencies * (4 * channels) ** 2) / 2;
  const seconds =
    (readings * values) / rates.transform +
    multiplyAdds / rates.products +
    frequencies * rates.algebra * channels ** 3;
  return { readings, bytes: readings * values * BYTES, multiplyAdds, seconds };
}

function print([size, channels, layers, readings, bytes, multiplyAdds, seconds]) {
  const columns = [
    [size, 4],
    [channels, 10],
    [layers, 8],
    [readings, 10],
    [(bytes / 1e9).toFixed(0), 12],
    [(multiplyAdds / 1e12).toFixed(1), 21],
    [(seconds / 3600).toFixed(2), 8],
  ];
  console.log(columns.map(([value, width]) => String(value).padStart(width)).join(""));
}

/** Values a second at 56 x 56, which is neither the best nor the worst size. */
async function transformRate() {
  const [images, size, channels] = [8, 56, 64];
  const data = Float32Array.from({ length: images * size * size * channels }, (_, p) =>
    Math.sin(p * p),
  );
  const frequencies = commonFrequencies({ height: size, width: size }).half.slice(0, 175);
  const layer = { channels, height: size, width: size, channelsLast: true, frequencies };
  const moments = await openSpectralMoments(backend, { layers: [layer], units: [], images });
  const shortest = await least(15, () => moments.transform(0, data, 0));
  moments.release();
  return data.length / shortest;
}

/** Multiply-adds a second of the products of two layers of 256 channels at some frequencies. */
async function productRate() {
  const [images, channels] = [256, 256];
  const frequencies = Array.from({ length: 4 }, (_, x) => ({ y: 0, x }));
  const layer = { channels, height: 1, width: 8, channelsLast: true, frequencies };
  const units = frequencies.map((_, k) => ({ x: [0, k], y: [1, k], products: "all" }));
  const moments = await openSpectralMoments(backend, { layers: [layer, layer], units, images });
  const { data } = gaussianMatrix(images, 8 * channels, 1);
  for (const place of [0, 1]) await moments.transform(place, data, 0);
  const shortest = await least(7, () => moments.add(images));
  moments.release();
  return (frequencies.length * images * (4 * channels) ** 2) / 2 / shortest;
}

/**
 * Seconds over the cube of the channels: two eigendecompositions and the coefficients, at 256, of
 * some frequencies at once.
 */
async function algebraRate() {
  const [channels, kept, count] = [256, 128, 4];
  const part = (rows, cols, seed) => gaussianMatrix(rows, cols, seed).data;
  const factor = {
    re: part(channels, channels, 1),
    im: part(channels, channels, 2),
    rows: channels,
    cols: channels,
  };
  const covariances = await backend.complexProducts(
    Array.from({ length: 2 * count }, () => ({ a: factor, b: factor, adjointA: true })),
  );
  const cross = { re: part(kept, kept, 3), im: part(kept, kept, 4), rows: kept, cols: kept };
  const crosses = Array.from({ length: count }, () => cross);
  const shortest = await least(3, async () => {
    await backend.hermitianEighs(covariances, { keep: () => kept });
    await backend.complexSingularValues(crosses);
  });
  return shortest / count / channels ** 3;
}

/** The least of several times: what else runs on the machine only makes them longer. */
async function least(count, run) {
  let shortest = Number.POSITIVE_INFINITY;
  for (let i = 0; i < count; i++) {
    const start = now();
    await run();
    shortest = Math.min(shortest, (now() - start) / 1000);
  }
  return shortest;
}

/** Milliseconds. */
function now() {
  if (measure === "clock") return performance.now();
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

async function openBackend() {
  if (backendName === "reference") return withComplexFallback(referenceBackend);
  const { createWasmBackend } = await import("@svcca/backend-wasm/node");
  return createWasmBackend(measure === "clock" ? {} : { threads: 1 });
}
