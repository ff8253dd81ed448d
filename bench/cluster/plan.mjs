// A study of 10 TB on 1,000 workers, on paper, from rates that are measured first: processor time of
// one thread. What storage must deliver is computed, since no store of that size is at hand.
//
//   node bench/cluster/plan.mjs [workers] [terabytes] [kept share of the directions] [GB/s of storage]
//
// The jobs and Redis rates are those that bench/cluster/run.mjs prints last; give others as
// JOB_MS (processor of a worker beside its work), REDIS_MS and JOB_BYTES.
import { createHash } from "node:crypto";
import { createWasmBackend } from "../../packages/backend-wasm/dist/node/index.js";
import { encodeNpz, fromBytes, openBytes } from "../../packages/io/dist/index.js";
import {
  mergeMoments,
  momentsFromArrays,
  momentsToArrays,
} from "../../packages/svcca-core/dist/index.js";

const [workers = 1000, terabytes = 10, kept = 0.3, storage = 20] = process.argv
  .slice(2)
  .map(Number);
const jobMs = Number(process.env.JOB_MS ?? 3);
const redisMs = Number(process.env.REDIS_MS ?? 0.34);
const jobBytes = Number(process.env.JOB_BYTES ?? 4000);

const backend = await createWasmBackend({ threads: 1 });
const cpu = async (work, times = 3) => {
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i <= times; i++) {
    const before = process.cpuUsage();
    await work();
    const { user, system } = process.cpuUsage(before);
    if (i > 0) least = Math.min(least, (user + system) / 1e6);
  }
  return least;
};
const noise = (rows, cols) => ({
  rows,
  cols,
  data: Float64Array.from({ length: rows * cols }, (_, p) => Math.sin(p * p + 1)),
});

// Rates.
const x = noise(2048, 1024);
const gram = (2048 * 1024 * 1024) / (await cpu(() => backend.matmul(x, x, { transA: true })));
const y = { ...x, data: x.data.slice() };
const product = (2 * 2048 * 1024 ** 2) / (await cpu(() => backend.matmul(x, y, { transA: true })));
const square = await backend.matmul(x, x, { transA: true });
const eigh = await cpu(() => backend.eigh(square), 1);
const bytes = new Uint8Array(2 ** 27);
const hash = bytes.length / (await cpu(() => createHash("sha256").update(bytes).digest()));
const half = { rows: 2048, cols: 2048, data: new Float64Array(2 ** 22).fill(1) };
const moments = {
  datapoints: 10,
  layers: [{ name: "x", mean: new Float64Array(2048), gram: half }],
  crosses: [],
};
const file = encodeNpz(momentsToArrays({ moments, origins: [] }));
const merge =
  file.length /
  (await cpu(async () => {
    const { arrays } = await openBytes(fromBytes(file), "m.npz");
    const read = await momentsFromArrays("m", async (name) => {
      const source = await arrays.find(({ array }) => array === name)?.open();
      return source && { shape: source.shape, data: await source.read(0, source.shape[0]) };
    });
    mergeMoments(moments, read.moments);
    createHash("sha256").update(file).digest();
  }));
await backend.dispose();

// ResNet-50 over ImageNet: the output of every convolution, averaged over its positions, float32.
const block = (times, width) => Array.from({ length: times }, () => [width, width, 4 * width]);
const widths = [
  64,
  ...block(3, 64),
  ...block(4, 128),
  ...block(6, 256),
  ...block(3, 512),
  1000,
].flat();
const sum = (list) => list.reduce((total, one) => total + one, 0);
const row = 4 * sum(widths);
const squares = sum(widths.map((d) => d * d));
const checkpoints = 100;
const n = (terabytes * 1e12) / checkpoints / row;
const momentsBytes = 8 * squares;
const shardBytes = Math.max(2 ** 28, 8 * momentsBytes);
const shards = Math.ceil((n * row) / shardBytes);
const k = kept * sum(widths);
const groups = Math.ceil(k ** 2 / 2 ** 26);
const tree = (leaves) => {
  let nodes = 0;
  for (let level = leaves; level > 1; nodes += level) level = Math.ceil(level / 16);
  return nodes;
};

const all = terabytes * 1e12;
const steps = [
  {
    step: "hash",
    jobs: checkpoints,
    read: all,
    written: 0,
    work: all / hash,
  },
  {
    step: "layers",
    jobs: checkpoints * shards,
    read: all,
    written: checkpoints * shards * momentsBytes,
    work: (checkpoints * n * squares) / gram,
  },
  {
    step: "their merges",
    jobs: checkpoints * tree(shards),
    read: checkpoints * (shards + tree(shards)) * momentsBytes,
    written: checkpoints * tree(shards) * momentsBytes,
    work: (checkpoints * (shards + tree(shards)) * momentsBytes) / merge,
  },
  {
    step: "directions",
    jobs: checkpoints * widths.length,
    read: checkpoints * widths.length * momentsBytes,
    written: checkpoints * 16 * kept * squares,
    work: checkpoints * sum(widths.map((d) => eigh * (d / 1024) ** 3)),
  },
  {
    step: "cross",
    jobs: checkpoints * shards * groups,
    read: 2 * all * groups,
    written: checkpoints * shards * (8 * k ** 2 + groups * 16 * kept ** 2 * squares),
    work: (checkpoints * n * 2 * (groups * 2 * kept * squares + k ** 2)) / product,
  },
  {
    step: "their merges",
    jobs: checkpoints * groups * tree(shards),
    read: checkpoints * (shards + tree(shards)) * 8 * k ** 2,
    written: checkpoints * tree(shards) * 8 * k ** 2,
    work: (checkpoints * (shards + tree(shards)) * 8 * k ** 2) / merge,
  },
];

const g = (value) => (value / 1e9).toFixed(value < 1e10 ? 2 : 0);
console.log(
  `rates of one thread: Gram ${g(2 * gram)} GFLOP/s (symmetric half counted), product ${g(product)} GFLOP/s, eigh of 1024 ${eigh.toFixed(2)} s, SHA-256 ${g(hash)} GB/s, merging ${g(merge)} GB/s`,
);
console.log(`a job: ${jobMs} ms of a worker, ${redisMs} ms and ${jobBytes} bytes of Redis\n`);
console.log(
  `${checkpoints} checkpoints of ${widths.length} layers (${sum(widths)} neurons), ${Math.round(n)} datapoints, ${((n * row) / 1e9).toFixed(0)} GB each; moments of a network ${(momentsBytes / 1e6).toFixed(0)} MB; ${shards} shards of ${(shardBytes / 1e9).toFixed(2)} GB; ${groups} groups of pairs a couple\n`,
);
console.log(
  "| step | jobs | TB read | TB written | processor, s a worker | storage, s | Redis, s |",
);
console.log("| --- | --- | --- | --- | --- | --- | --- |");
const total = { jobs: 0, read: 0, written: 0, cpu: 0, storage: 0, redis: 0 };
for (const { step, jobs, read, written, work } of steps) {
  const line = {
    jobs,
    read,
    written,
    cpu: (work + (jobs * jobMs) / 1000) / workers,
    storage: (read + written) / (storage * 1e9),
    redis: (jobs * redisMs) / 1000,
  };
  for (const key of Object.keys(total)) total[key] += line[key];
  print(step, line);
}
print("all", total);
function print(step, line) {
  console.log(
    `| ${step} | ${Math.round(line.jobs)} | ${(line.read / 1e12).toFixed(2)} | ${(line.written / 1e12).toFixed(2)} | ${line.cpu.toFixed(0)} | ${line.storage.toFixed(0)} | ${line.redis.toFixed(1)} |`,
  );
}
const rate = 1000 / redisMs;
console.log(
  `\nRedis does ${rate.toFixed(0)} jobs a second on its one thread: ${workers} workers fill it with jobs of ${((1000 * workers) / rate).toFixed(0)} ms`,
);
