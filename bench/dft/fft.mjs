// Rate of 2-D transforms against NumPy, SciPy and fft.js, all in turn in one run, medians. What
// comparisons use on the WebAssembly backend leaves the coefficients in its memory, frequency by
// frequency, where their moments are taken.
// node bench/dft/fft.mjs [rounds]
import { mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { createWasmBackend } from "@svcca/backend-wasm/node";
import {
  commonFrequencies,
  dft2,
  dft2With,
  frequencySlices,
  openSpectralMoments,
} from "@svcca/dft-preprocessing";
import { openNumpy } from "./numpy.mjs";

const rounds = Number(process.argv[2] ?? 7);
const FFT = createRequire(import.meta.resolve("@svcca/dft-preprocessing"))("fft.js");
const cases = [
  [1000, 16, 16, 32],
  [200, 56, 56, 64],
];

console.log(
  `${cpus()[0].model}, ${cpus().length} cores, Node ${process.version}, ${rounds} rounds`,
);
const backends = [await createWasmBackend({ threads: 1 }), await createWasmBackend({ threads: 2 })];
const folder = mkdtempSync(join(tmpdir(), "svcca-dft-"));
for (const shape of cases) {
  const [images, height, width, channels] = shape;
  const data = Float64Array.from({ length: shape.reduce((a, b) => a * b) }, (_, p) =>
    Math.sin(p * p),
  );
  const block = { data, shape, layout: "NHWC" };
  const { half } = commonFrequencies({ height, width });
  const spectrum = dft2(block);
  const slices = frequencySlices(block, half);
  const layer = { channels, height, width, channelsLast: true, frequencies: half };
  const rooms = [];
  for (const backend of backends) {
    rooms.push(await openSpectralMoments(backend, { layers: [layer], units: [], images }));
  }
  const runs = {
    dft2: () => dft2(block),
    "dft2 into the same memory": () => dft2(block, spectrum),
    "frequencySlices, half of them, into the same memory": () =>
      frequencySlices(block, half, slices),
    "dft2With, wasm, 2 threads": () => dft2With(backends[1], block),
    "dft2With, wasm, 2 threads, into the same memory": () =>
      dft2With(backends[1], block, { into: spectrum }),
    "half of them, wasm, 1 thread": () => rooms[0].transform(0, data, 0),
    "half of them, wasm, 2 threads": () => rooms[1].transform(0, data, 0),
  };
  if (Number.isInteger(Math.log2(height)) && height === width) {
    runs["fft.js, a pair of channels at a time"] = () => byFftJs(data, shape, spectrum);
  }
  const numpy = await openNumpy(join(folder, "x"), data, shape);
  const times = {};
  for (let round = 0; round <= rounds; round++) {
    for (const [name, run] of Object.entries(runs)) {
      const start = performance.now();
      await run();
      record(times, name, (performance.now() - start) / 1000, round);
    }
    for (const name of numpy?.names ?? []) record(times, name, await numpy.seconds(name), round);
  }
  numpy?.close();
  for (const room of rooms) room.release();
  print(shape, times, numpy?.versions);
}
rmSync(folder, { recursive: true });
for (const backend of backends) await backend.dispose();

/** The first round warms up and does not count. */
function record(times, name, seconds, round) {
  if (round === 0) return;
  times[name] ??= [];
  times[name].push(seconds);
}

function print(shape, times, versions) {
  console.log(
    `\n(${shape.join(", ")}) float64, one thread unless said; ${versions ?? "no NumPy here"}`,
  );
  const median = (list) => list.toSorted((a, b) => a - b)[list.length >> 1];
  const peer = times["numpy.fft.fft2"];
  for (const [name, list] of Object.entries(times)) {
    const ratio = peer ? `  ${(median(peer) / median(list)).toFixed(2)} x numpy.fft.fft2` : "";
    const spread = `${Math.min(...list).toFixed(3)} to ${Math.max(...list).toFixed(3)}`;
    console.log(`${median(list).toFixed(3)} s (${spread})${ratio}  ${name}`);
  }
}

/** What a careful user of fft.js writes: rows, then columns, two channels as one complex signal. */
function byFftJs(data, [images, size, , channels], { re, im }) {
  const fft = new FFT(size);
  const line = new Float64Array(2 * size);
  const out = new Float64Array(2 * size);
  const grid = new Float64Array(2 * size * size);
  for (let i = 0; i < images; i++) {
    for (let c = 0; c < channels; c += 2) {
      const base = i * size * size * channels + c;
      for (let y = 0; y < size; y++) {
        for (let x = 0; x < size; x++) {
          line[2 * x] = data[base + (y * size + x) * channels];
          line[2 * x + 1] = data[base + (y * size + x) * channels + 1];
        }
        fft.transform(out, line);
        grid.set(out, 2 * y * size);
      }
      for (let x = 0; x < size; x++) {
        for (let y = 0; y < size; y++) {
          line[2 * y] = grid[2 * (y * size + x)];
          line[2 * y + 1] = grid[2 * (y * size + x) + 1];
        }
        fft.transform(out, line);
        for (let y = 0; y < size; y++) {
          grid[2 * (y * size + x)] = out[2 * y];
          grid[2 * (y * size + x) + 1] = out[2 * y + 1];
        }
      }
      for (let y = 0; y < size; y++) {
        for (let x = 0; x < size; x++) {
          const k = 2 * (y * size + x);
          const minus = 2 * (((size - y) % size) * size + ((size - x) % size));
          const at = base + (k / 2) * channels;
          re[at] = (grid[k] + grid[minus]) / 2;
          im[at] = (grid[k + 1] - grid[minus + 1]) / 2;
          re[at + 1] = (grid[k + 1] + grid[minus + 1]) / 2;
          im[at + 1] = (grid[minus] - grid[k]) / 2;
        }
      }
    }
  }
}
