import { createWasmBackend } from "@svcca/backend-wasm/node";
import { type Backend, type CompleteBackend, referenceBackend, SvccaError } from "@svcca/linalg";
import { type Command, Option } from "commander";
import { bytesOf, type Choice, choose } from "../backends/choose.js";
import { withHost } from "../backends/with-host.js";
import { backendBefore } from "../study/backend-before.js";
import { count } from "./numbers.js";

const NAMES = ["auto", "reference", "wasm", "native", "tfjs", "webgpu"] as const;
const PRECISIONS = ["float64", "float32"] as const;

/** The options of every command that computes, as the command line gives them. */
export interface BackendFlags {
  backend: (typeof NAMES)[number];
  threads?: number;
  precision?: (typeof PRECISIONS)[number];
  /** Default: where it was tested. It reaches all WebAssembly here, so not beside TensorFlow's own. */
  wide?: boolean;
  adapter?: string;
  /** FILE[:ARRAY] of everything that will be read: their size is a reason for a GPU or against it. */
  inputs?: readonly string[];
  /** Outputs that an interrupted study would go on from: with the backend that it began with. */
  resumes?: readonly { readonly path: string }[];
}

/** Adds the options of {@link BackendFlags} to a command. */
export function addBackendOptions(command: Command): Command {
  return command
    .addOption(
      new Option(
        "--backend <name>",
        "where to compute; auto takes wasm where it runs, and for large inputs native code or a GPU where they are installed and measure faster (svcca backends lists what is here)",
      )
        .choices(NAMES)
        .default("auto"),
    )
    .addOption(
      new Option(
        "--threads <n>",
        "threads of the wasm and native backends (as many as processors; wasm at most 8)",
      ).argParser(count),
    )
    .addOption(
      new Option("--adapter <name>", "the GPU, by a part of its name (default: the fastest)"),
    );
}

/** Adds the options that trade digits or caution for speed, for commands that keep no moments. */
export function addSpeedOptions(command: Command): Command {
  return command
    .addOption(
      new Option(
        "--precision <type>",
        "products of the wasm backend: float32 is faster, and costs about 1e-8 of the similarity (float64)",
      ).choices(PRECISIONS),
    )
    .addOption(
      new Option(
        "--wide",
        "wasm backend on x64: instructions of 256 bits, by an experimental flag of Node 24 and later (on where it was tested: Node 24 to 26)",
      ),
    )
    .addOption(new Option("--no-wide", "leave that flag alone: the same bits, in twice the time"));
}

/**
 * The backend that the flags name; its name in the result says what `auto` took.
 *
 * @throws SvccaError `invalid-argument` for options of a backend that has none of them, and what the
 *   backend throws where it does not run.
 */
async function openBackend(flags: BackendFlags): Promise<Choice> {
  const { threads, precision, wide, adapter, inputs, resumes = [] } = flags;
  assertOptions(flags);
  const before = flags.backend === "auto" && !precision ? await backendBefore(resumes) : undefined;
  const backend = before ?? flags.backend;
  if (backend === "reference") return { backend: referenceBackend, why: "asked for" };
  const counted = threads === undefined ? {} : { threads };
  const wasm = createWasmBackend({
    ...counted,
    ...(precision ? { precision } : {}),
    wide: wide ?? (backend === "tfjs" ? false : "auto"),
  });
  if (backend === "wasm" || (backend === "auto" && precision === "float32")) {
    return { backend: await wasm, why: "asked for" };
  }
  // A processor without the SIMD that the kernels need gets the slower backend, not an error.
  const cpu = await wasm.catch(() => referenceBackend);
  if (backend === "auto") {
    return choose({
      cpu,
      bytes: bytesOf(inputs),
      openNative: () => openNative(cpu, counted),
      openGpu: async () => (await gpuInNode()).createWebGpuBackend({ host: cpu }),
      warn: (reason) => {
        process.stderr.write(`svcca: warning: ${reason.message}; going on with ${cpu.name}\n`);
      },
    });
  }
  const open = {
    native: () => openNative(cpu, counted),
    tfjs: async () => (await import("../backends/tfjs.js")).openTfjs(cpu),
    webgpu: async () => {
      const { createWebGpuBackend } = await gpuInNode();
      return createWebGpuBackend({ host: cpu, ...(adapter === undefined ? {} : { adapter }) });
    },
  };
  return { backend: withHost(await open[backend](), cpu), why: "asked for" };
}

/** Most comparisons need none of it, and are over sooner without. */
const gpuInNode = () => import("@svcca/backend-tfjs/node");

async function openNative(host: CompleteBackend, options: { threads?: number }) {
  const { createNativeBackend } = await import("@svcca/backend-native/node");
  return createNativeBackend({ host, ...options });
}

/** @throws SvccaError `invalid-argument` for what another backend has. */
function assertOptions({ backend, threads, precision, wide, adapter }: BackendFlags): void {
  const refuse = (option: string, reason: string, instead: string) => {
    throw new SvccaError(
      "invalid-argument",
      `${option}: the ${backend} backend ${reason}; leave it out, or use --backend ${instead}`,
      { received: option },
    );
  };
  if (adapter !== undefined && backend !== "webgpu") {
    refuse(`--adapter ${adapter}`, "chooses no GPU by name", "webgpu");
  }
  if (backend === "auto" || backend === "wasm") return;
  if (backend === "reference" && threads !== undefined) {
    refuse(`--threads ${threads}`, "runs on one thread", "wasm");
  }
  const own = backend === "reference" || backend === "native" ? "float64" : "float32";
  if (precision !== undefined && precision !== own) {
    refuse(`--precision ${precision}`, `computes in ${own}`, "wasm");
  }
  if (wide) refuse("--wide", "has one kind of instructions", "wasm");
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
