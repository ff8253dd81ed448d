// One ImageNet-shaped pair through dftSvcca: 56 x 56 positions, 256 channels on both sides,
// float32 channels last, made up as it is read.
// node bench/dft/imagenet.mjs [images, several with commas] [one | all] [reference | wasm]
//
// The sums of all frequencies do not fit into memory at once, so the layers are read once for each
// group of frequencies. All groups do the same: "one" stops after the first, which is enough to
// see memory and time. Each number of images runs in a process of its own, for a peak of its own.
import { spawnSync } from "node:child_process";
import { cpus } from "node:os";
import { fileURLToPath } from "node:url";
import { dftSvcca } from "@svcca/core";
import { referenceBackend } from "@svcca/linalg";
import { syntheticLayer } from "./synthetic.mjs";

const [counts = "250,500,1000,2000", groups = "one", backendName = "reference"] =
  process.argv.slice(2);

if (counts.includes(",")) {
  const machine = `${cpus()[0].model}, ${cpus().length} cores, Node ${process.version}`;
  console.log(`${machine}, backend ${backendName}`);
  for (const count of counts.split(",")) {
    const args = [fileURLToPath(import.meta.url), count, groups, backendName];
    const { status } = spawnSync(process.execPath, args, { stdio: "inherit" });
    process.exitCode ||= status ?? 1;
  }
} else {
  await measure(Number(counts));
}

async function measure(images) {
  const backend = await openBackend();
  const clock = { start: performance.now(), reading: 0, readers: 0, sums: 0, group: 0, groups: 0 };
  const [x, y] = [1, 2].map((seed) =>
    timed(syntheticLayer(`layer ${seed}`, images, 56, 256, seed), clock),
  );
  const enough = new AbortController();
  const onProgress = (done, total) => {
    // Frequencies that need a second reading report it the same way, after all groups.
    clock.groups ||= total / images;
    const elapsed = performance.now() - clock.start;
    if (done === images) clock.sums ||= elapsed - clock.reading;
    if (done <= images || clock.group > 0) return;
    clock.group = elapsed;
    if (groups === "one") enough.abort(new Error("enough"));
  };
  const result = await dftSvcca(x, y, { backend, onProgress, signal: enough.signal }).catch(
    (error) => {
      if (!enough.signal.aborted) throw error;
    },
  );
  const parts = [
    `${images} images, one of ${clock.groups} groups of frequencies: ${seconds(clock.group)}`,
    `of it transforms and sums ${seconds(clock.sums)} (${(clock.sums / images).toFixed(1)} ms an image)`,
    `peak ${(process.resourceUsage().maxRSS / 2 ** 20).toFixed(2)} GB`,
  ];
  if (result) {
    const total = seconds(performance.now() - clock.start);
    parts.push(`all groups ${total}, similarity ${result.similarity.toFixed(4)}`);
  }
  console.log(parts.join(", "));
  await backend.dispose?.();
}

function timed(source, clock) {
  const read = async (start, end) => {
    // Both layers are read at once: the time during which any is.
    if (clock.readers++ === 0) clock.reading -= performance.now();
    const values = await source.read(start, end);
    if (--clock.readers === 0) clock.reading += performance.now();
    return values;
  };
  return { ...source, read };
}

function seconds(ms) {
  return `${(ms / 1000).toFixed(1)} s`;
}

async function openBackend() {
  if (backendName === "reference") return referenceBackend;
  const { createWasmBackend } = await import("@svcca/backend-wasm/node");
  return createWasmBackend();
}
