import { statSync } from "node:fs";
import type { WebGpuBackend } from "@svcca/backend-tfjs/node";
import { parseTarget } from "@svcca/io";
import type { CompleteBackend, SvccaError } from "@svcca/linalg";
import { BLOCK, timeBlocks } from "./self-test.js";
import { withHost } from "./with-host.js";

/** A backend, and why it was taken. */
export interface Choice {
  readonly backend: CompleteBackend;
  readonly why: string;
}

/** Bytes of inputs under which the processor is done before a GPU has started. */
const LEAST_BYTES = 64 * 2 ** 20;

/** How many times as fast a GPU must be: it is less accurate, and it may be somebody's screen. */
const LEAST_GAIN = 1.5;

/** The same for native code: less than this may be chance. */
const LEAST_NATIVE_GAIN = 1.2;

/** How to find out what there is. */
export interface Candidates {
  readonly cpu: CompleteBackend;
  /** Bytes of the inputs; undefined where they are not known. */
  readonly bytes: number | undefined;
  /** Opens native code with `cpu` as its host; rejects where it is not installed. */
  openNative(): Promise<CompleteBackend>;
  /** Opens the GPU; rejects where there is none. */
  openGpu(): Promise<WebGpuBackend>;
  /** Seconds for a block. */
  time?(backend: CompleteBackend): Promise<number>;
  /** Told when the GPU fails and the processor goes on. */
  warn(reason: SvccaError): void;
}

/** The candidates of which the size of the inputs is no longer a question. */
type Contest = Required<Omit<Candidates, "bytes">>;

/**
 * What `auto` takes. Where the inputs are large, a quick measurement with transfers decides: native
 * code where it is installed and faster, and the GPU where one is there and faster than that; the
 * processor else, and where the GPU fails on the way.
 */
export async function choose({
  bytes,
  time = (backend) => timeBlocks(backend, BLOCK, 0),
  ...rest
}: Candidates): Promise<Choice> {
  const { cpu } = rest;
  if (bytes === undefined) {
    return { backend: cpu, why: "the size of the inputs is not known beforehand" };
  }
  if (bytes < LEAST_BYTES) {
    const size = (bytes / 2 ** 20).toFixed(1);
    return {
      backend: cpu,
      why: `inputs of ${size} MiB are too small for anything but ${cpu.name}`,
    };
  }
  const contest = { time, ...rest };
  const best = await chooseNative(contest);
  const onGpu = await chooseGpu({ ...contest, cpu: best.backend });
  return { ...onGpu, why: best.why === undefined ? onGpu.why : `${best.why}; ${onGpu.why}` };
}

/** Native code, if it is there and faster than `cpu`. That it is not installed is worth no words. */
async function chooseNative({
  cpu,
  openNative,
  time,
}: Contest): Promise<Partial<Choice> & Pick<Choice, "backend">> {
  let native: CompleteBackend | undefined;
  try {
    native = await openNative();
    const [fast, slow] = [await time(native), await time(cpu)];
    const why = `${native.name} took ${ms(fast)} for a block, ${cpu.name} ${ms(slow)}`;
    if (fast * LEAST_NATIVE_GAIN <= slow) return { backend: withHost(native, cpu), why };
    await native.dispose?.();
    return { backend: cpu, why };
  } catch (error) {
    await native?.dispose?.();
    const { code, message } = error as SvccaError;
    return code === "not-found" ? { backend: cpu } : { backend: cpu, why: message };
  }
}

async function chooseGpu({ cpu, openGpu, time, warn }: Contest): Promise<Choice> {
  const onCpu = (why: string): Choice => ({ backend: cpu, why });
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
