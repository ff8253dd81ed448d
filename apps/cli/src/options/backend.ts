import { createWasmBackend } from "@svcca/backend-wasm/node";
import { type Backend, referenceBackend, SvccaError } from "@svcca/linalg";
import { type Command, Option } from "commander";
import { count } from "./numbers.js";

const NAMES = ["auto", "reference", "wasm"] as const;

/** The options of every command that computes, as the command line gives them. */
export interface BackendFlags {
  backend: (typeof NAMES)[number];
  threads?: number;
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

/**
 * The backend that the flags name; its name in the result says what `auto` took.
 *
 * @throws SvccaError `invalid-argument` for threads of a backend that has none.
 */
async function openBackend({ backend, threads }: BackendFlags): Promise<Backend> {
  if (backend === "reference") {
    if (threads !== undefined) {
      throw new SvccaError(
        "invalid-argument",
        `--threads ${threads}: the reference backend runs on one thread; leave it out, or use --backend wasm`,
        { received: threads },
      );
    }
    return referenceBackend;
  }
  const wasm = createWasmBackend(threads === undefined ? {} : { threads });
  if (backend === "wasm") return wasm;
  // A processor without the SIMD that the kernels need gets the slower backend, not an error.
  return wasm.catch(() => referenceBackend);
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
