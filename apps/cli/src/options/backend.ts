import { createWebGpuBackend } from "@svcca/backend-tfjs/node";
import { createWasmBackend } from "@svcca/backend-wasm/node";
import { type Backend, type CompleteBackend, referenceBackend, SvccaError } from "@svcca/linalg";
import { type Command, Option } from "commander";
import { bytesOf, type Choice, choose } from "../backends/choose.js";
import { openTfjs } from "../backends/tfjs.js";
import { count } from "./numbers.js";

const NAMES = ["auto", "reference", "wasm", "tfjs", "webgpu"] as const;

/** The options of every command that computes, as the command line gives them. */
export interface BackendFlags {
  backend: (typeof NAMES)[number];
  threads?: number;
  adapter?: string;
  /** FILE[:ARRAY] of everything that will be read: their size is a reason for a GPU or against it. */
  inputs?: readonly string[];
}

/** Adds the options of {@link BackendFlags} to a command. */
export function addBackendOptions(command: Command): Command {
  return command
    .addOption(
      new Option(
        "--backend <name>",
        "where to compute; auto takes wasm where it runs, and a GPU for large inputs where it measures faster (svcca backends lists what is here)",
      )
        .choices(NAMES)
        .default("auto"),
    )
    .addOption(
      new Option(
        "--threads <n>",
        "threads of the wasm backend (as many as processors, at most 8)",
      ).argParser(count),
    )
    .addOption(
      new Option("--adapter <name>", "the GPU, by a part of its name (default: the fastest)"),
    );
}

/**
 * The backend that the flags name; its name in the result says what `auto` took.
 *
 * @throws SvccaError `invalid-argument` for threads or an adapter of a backend that has none, and
 *   what the backend throws where it does not run.
 */
async function openBackend({ backend, threads, adapter, inputs }: BackendFlags): Promise<Choice> {
  if (adapter !== undefined && backend !== "webgpu") {
    throw new SvccaError(
      "invalid-argument",
      `--adapter ${adapter} is of --backend webgpu, not ${backend}; leave it out`,
      { received: adapter },
    );
  }
  if (backend === "reference") {
    if (threads !== undefined) {
      throw new SvccaError(
        "invalid-argument",
        `--threads ${threads}: the reference backend runs on one thread; leave it out, or use --backend wasm`,
        { received: threads },
      );
    }
    return { backend: referenceBackend, why: "asked for" };
  }
  const wasm = createWasmBackend(threads === undefined ? {} : { threads });
  if (backend === "wasm") return { backend: await wasm, why: "asked for" };
  // A processor without the SIMD that the kernels need gets the slower backend, not an error.
  const cpu = await wasm.catch(() => referenceBackend);
  if (backend === "auto") {
    return choose({
      cpu,
      bytes: bytesOf(inputs),
      openGpu: () => createWebGpuBackend({ host: cpu }),
      warn: (reason) => {
        process.stderr.write(`svcca: warning: ${reason.message}; going on with ${cpu.name}\n`);
      },
    });
  }
  const gpu =
    backend === "tfjs"
      ? await openTfjs(cpu)
      : await createWebGpuBackend({ host: cpu, ...(adapter === undefined ? {} : { adapter }) });
  return { backend: withHost(gpu, cpu), why: "asked for" };
}

/** A backend that takes its host with it when it is disposed of. */
function withHost(backend: CompleteBackend, host: Backend): CompleteBackend {
  return {
    ...backend,
    async dispose() {
      await backend.dispose?.();
      await host.dispose?.();
    },
  };
}

/**
 * Does work on the backend that the flags choose, and lets go of its threads and devices afterwards.
 *
 * @param work is also told why this backend was taken.
 */
export async function withBackend<T>(
  flags: BackendFlags,
  work: (backend: Backend, why: string) => Promise<T>,
): Promise<T> {
  const { backend, why } = await openBackend(flags);
  try {
    return await work(backend, why);
  } finally {
    await backend.dispose?.();
  }
}
