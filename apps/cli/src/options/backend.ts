import { createWasmBackend } from "@svcca/backend-wasm/node";
import { type Backend, referenceBackend, SvccaError } from "@svcca/linalg";
import { type Command, Option } from "commander";
import { count } from "./numbers.js";

const NAMES = ["auto", "reference", "wasm"] as const;
const PRECISIONS = ["float64", "float32"] as const;

/** The options of every command that computes, as the command line gives them. */
export interface BackendFlags {
  backend: (typeof NAMES)[number];
  threads?: number;
  precision?: (typeof PRECISIONS)[number];
  wide?: boolean;
}

/** Adds the options of {@link BackendFlags} to a command. */
export function addBackendOptions(command: Command): Command {
  return command
    .addOption(
      new Option("--backend <name>", "where to compute; auto takes wasm where it runs")
        .choices(NAMES)
        .default("auto"),
    )
    .addOption(
      new Option(
        "--threads <n>",
        "threads of the wasm backend (as many as processors, at most 8)",
      ).argParser(count),
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
        "wasm backend on x64: instructions of 256 bits, by an experimental flag of Node 24 and later",
      ),
    );
}

/**
 * The backend that the flags name; its name in the result says what `auto` took.
 *
 * @throws SvccaError `invalid-argument` for options of a backend that has none of them.
 */
async function openBackend(flags: BackendFlags): Promise<Backend> {
  const { backend, threads, precision, wide } = flags;
  if (backend === "reference") {
    assertNoWasmOptions(flags);
    return referenceBackend;
  }
  const wasm = createWasmBackend({
    ...(threads === undefined ? {} : { threads }),
    ...(precision ? { precision } : {}),
    ...(wide ? { wide } : {}),
  });
  if (backend === "wasm" || precision === "float32") return wasm;
  // A processor without the SIMD that the kernels need gets the slower backend, not an error.
  return wasm.catch(() => referenceBackend);
}

/** @throws SvccaError `invalid-argument` for what is of the wasm backend alone. */
function assertNoWasmOptions({ threads, precision, wide }: BackendFlags): void {
  const refuse = (option: string, reason: string) => {
    throw new SvccaError(
      "invalid-argument",
      `${option}: the reference backend ${reason}; leave it out, or use --backend wasm`,
      { received: option },
    );
  };
  if (threads !== undefined) refuse(`--threads ${threads}`, "runs on one thread");
  if (precision === "float32") refuse("--precision float32", "computes in float64");
  if (wide) refuse("--wide", "has one kind of instructions");
}

/** Does work on the backend that the flags choose, and lets go of its threads afterwards. */
export async function withBackend<T>(
  flags: BackendFlags,
  work: (backend: Backend) => Promise<T>,
): Promise<T> {
  const backend = await openBackend(flags);
  try {
    return await work(backend);
  } finally {
    await backend.dispose?.();
  }
}
