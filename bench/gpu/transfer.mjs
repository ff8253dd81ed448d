// Where the time of one block goes: made ready by the processor, sent, multiplied, brought back.
import { Device } from "../../packages/backend-tfjs/dist/device/device.js";
import { openAdapter } from "../../packages/backend-tfjs/dist/node/adapter.js";
import { openGpu } from "../../packages/backend-tfjs/dist/node/open-gpu.js";
import { loadPackages } from "../../packages/backend-tfjs/dist/node/packages.js";
import { centredColumns } from "../../packages/backend-tfjs/dist/product/columns.js";
import { valuesOf } from "../../packages/backend-tfjs/dist/product/operand.js";
import { median } from "../cpu/report.mjs";

/** A device of its own, and the adapter that it is on. */
export async function openDevice(adapter) {
  const packages = await loadPackages("bench");
  const found = await openAdapter(packages.create, adapter, "bench");
  const backend = await openGpu(packages, found.adapter);
  const device = new Device(packages.tf, "webgpu", backend, true);
  return { device, adapter: found.described };
}

/** Milliseconds of each part for the Gram matrix of 1,024 rows of `d` neurons, medians of `rounds`. */
export async function blockTimes(device, d, rounds) {
  const rows = 1024;
  const data = Float32Array.from({ length: rows * d }, (_, p) => Math.sin(p * p));
  const times = { prepare: [], send: [], multiply: [], bring: [] };
  const one = device.upload(Float32Array.of(1), 1, 1);
  /** Waits until the device has done all before: a read comes after it. */
  const settle = async () => device.download(device.multiply(one, one, false, false));
  for (let round = -1; round < rounds; round++) {
    const clock = async (part, work) => {
      const start = performance.now();
      const result = await work();
      if (round >= 0) times[part].push(performance.now() - start);
      return result;
    };
    await settle();
    const blocks = await clock("prepare", async () => {
      const operand = centredColumns({ data, rows, cols: d });
      return Array.from({ length: rows / 128 }, (_, i) =>
        valuesOf(operand, { line: 0, lines: d, start: 128 * i, depth: 128 }),
      );
    });
    const narrow = device.upload(new Float32Array(128), 128, 1);
    const tensors = await clock("send", async () => {
      const sent = blocks.map((values) => device.upload(values, 128, d));
      // A tensor goes up when it is first used, here in a product with one column.
      for (const tensor of sent) device.free(device.multiply(tensor, narrow, true, false));
      await settle();
      return sent;
    });
    const sum = await clock("multiply", async () => {
      let total;
      for (const tensor of tensors) {
        const product = device.multiply(tensor, tensor, true, false);
        const before = total;
        total = before ? device.add(before, product) : product;
        if (before) for (const part of [before, product]) device.free(part);
      }
      await settle();
      return total;
    });
    await clock("bring", () => device.download(sum));
    for (const tensor of [...tensors, narrow]) device.free(tensor);
  }
  device.free(one);
  return Object.fromEntries(Object.entries(times).map(([part, values]) => [part, median(values)]));
}
