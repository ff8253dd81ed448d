import { statSync } from "node:fs";
import type { WebGpuBackend } from "@svcca/backend-tfjs/node";
import { parseTarget } from "@svcca/io";
import type { CompleteBackend, SvccaError } from "@svcca/linalg";
import { BLOCK, timeBlocks } from "./self-test.js";

/** A backend, and why it was taken. */
export interface Choice {
  readonly backend: CompleteBackend;
  readonly why: string;
}

/** Bytes of inputs under which the processor is done before a GPU has started. */
const LEAST_BYTES = 64 * 2 ** 20;

/** How many times as fast a GPU must be: it is less accurate, and it may be somebody's screen. */
const LEAST_GAIN = 1.5;

/** How to find out what there is. */
export interface Candidates {
  readonly cpu: CompleteBackend;
  /** Bytes of the inputs; undefined where they are not known. */
  readonly bytes: number | undefined;
  /** Opens the GPU; rejects where there is none. */
  openGpu(): Promise<WebGpuBackend>;
  /** Seconds for a block. */
  time?(backend: CompleteBackend): Promise<number>;
  /** Told when the GPU fails and the processor goes on. */
  warn(reason: SvccaError): void;
}

/**
 * What `auto` takes: the GPU where one is there, the inputs are large, and a quick measurement with
 * transfers says that it is faster; the processor else, and where the GPU fails on the way.
 */
export async function choose({
  cpu,
  bytes,
  openGpu,
  time = (backend) => timeBlocks(backend, BLOCK, 0),
  warn,
}: Candidates): Promise<Choice> {
  const onCpu = (why: string): Choice => ({ backend: cpu, why });
  if (bytes === undefined) return onCpu("the size of the inputs is not known beforehand");
  if (bytes < LEAST_BYTES) {
    return onCpu(`inputs of ${(bytes / 2 ** 20).toFixed(1)} MiB are too small for a GPU`);
  }
  let gpu: WebGpuBackend;
  try {
    gpu = await openGpu();
  } catch (error) {
    return onCpu((error as Error).message);
  }
  const give = async (why: string) => {
    await gpu.dispose?.();
    return onCpu(why);
  };
  const { name, software } = gpu.adapter;
  if (software) return give(`${name} is a software driver, slower than the processor's own code`);
  try {
    const [fast, slow] = [await time(gpu), await time(cpu)];
    const took = `${name} took ${ms(fast)} for a block, ${cpu.name} ${ms(slow)}`;
    if (fast * LEAST_GAIN > slow) return give(took);
    const { failover } = await import("@svcca/backend-tfjs");
    return { backend: failover(gpu, cpu, warn), why: took };
  } catch (error) {
    return give((error as Error).message);
  }
}

function ms(seconds: number): string {
  return `${(1000 * seconds).toFixed(1)} ms`;
}

/** Bytes of the files that targets name; undefined where one of them is not a plain file. */
export function bytesOf(targets: readonly string[] | undefined): number | undefined {
  if (!targets) return undefined;
  let bytes = 0;
  for (const target of targets) {
    const found = statSync(parseTarget(target).file, { throwIfNoEntry: false });
    if (!found?.isFile()) return undefined;
    bytes += found.size;
  }
  return bytes;
}
