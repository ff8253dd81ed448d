import { availableParallelism, cpus } from "node:os";
import { createNativeBackend } from "@svcca/backend-native/node";
import { type Adapter, createWebGpuBackend, loadTensorFlow } from "@svcca/backend-tfjs/node";
import { createWasmBackend, hasRelaxedSimd, hasWide } from "@svcca/backend-wasm/node";
import { type CompleteBackend, referenceBackend } from "@svcca/linalg";
import { type Measured, selfTest } from "../../backends/self-test.js";
import { openOther } from "../../backends/tfjs.js";
import { withHost } from "../../backends/with-host.js";

/** A backend that was tried: what it did, or why it does not run. */
export interface Found extends Partial<Measured> {
  /** As `--backend` takes it. */
  readonly backend: string;
  /** As results name it: of tfjs, which of its backends it is. */
  readonly name?: string;
  /** Of tfjs: the package that TensorFlow comes from, or why there is none. */
  readonly tensorflow?: string;
  readonly available: boolean;
  readonly reason?: string;
  readonly unitRoundoff?: number;
  readonly threads?: number;
  readonly adapter?: Adapter;
}

/** The smallest module with SIMD: (module (func (result v128) (i8x16.splat (i32.const 0)))) */
const SIMD_PROBE = new Uint8Array([
  ...[0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0],
  ...[10, 8, 1, 6, 0, 65, 0, 253, 15, 11],
]);

/** What of this machine decides where to compute; after the wasm backend has set what it can. */
export function machine() {
  return {
    processor: cpus()[0]?.model.trim() ?? "unknown",
    processors: availableParallelism(),
    simd: WebAssembly.validate(SIMD_PROBE),
    relaxedSimd: hasRelaxedSimd(),
    /** Products are in instructions of 256 bits. */
    wide: hasWide(),
    /** Memory can be shared between threads: in Node always, in pages that are isolated. */
    isolated: typeof SharedArrayBuffer === "function",
    node: process.versions.node,
    platform: `${process.platform}-${process.arch}`,
  };
}

/** Tries every backend, one after the other: of tfjs what it has beside a GPU, which comes last. */
export async function testBackends(adapter: string | undefined): Promise<Found[]> {
  const threads = Math.min(8, availableParallelism());
  return [
    await tried("reference", {}, async () => referenceBackend),
    await tried("wasm", { threads }, () => createWasmBackend({ threads, wide: "auto" })),
    await tried("native", { threads: availableParallelism() }, async () => {
      const host = await createWasmBackend({ threads, wide: "auto" });
      return withHost(await createNativeBackend({ host }), host);
    }),
    await triedTfjs(),
    await tried("webgpu", {}, () =>
      createWebGpuBackend({ leastFlops: 0, ...(adapter === undefined ? {} : { adapter }) }),
    ),
  ];
}

async function triedTfjs(): Promise<Found> {
  const tensorflow = await loadTensorFlow().catch((error: Error) => error.message);
  return tried("tfjs", { tensorflow }, () => openOther({ host: referenceBackend, leastFlops: 0 }));
}

async function tried(
  backend: string,
  more: Partial<Found>,
  open: () => Promise<CompleteBackend & { adapter?: Adapter }>,
): Promise<Found> {
  try {
    const opened = await open();
    try {
      const { name, unitRoundoff, adapter } = opened;
      const measured = await selfTest(opened);
      const which = adapter ? { adapter } : {};
      return { backend, name, available: true, unitRoundoff, ...more, ...which, ...measured };
    } finally {
      await opened.dispose?.();
    }
  } catch (error) {
    return { backend, available: false, ...more, reason: (error as Error).message };
  }
}
