import * as compiled from "../generated/kernels.js";

/** Addresses, counts and flags: all that kernels take and give. */
type Kernel = (...args: number[]) => number;

/** What assembly/index.ts exports. */
export type Kernels = Readonly<Record<KernelName, Kernel>>;

type KernelName =
  | "applyRotations"
  | "bidiagonalQr"
  | "combine"
  | "complexProduct"
  | "dots"
  | "finishRow"
  | "imageSpectra"
  | "implicitQl"
  | "multiply"
  | "multiplyShare"
  | "pack"
  | "packShare"
  | "pairEigen"
  | "pairEigenvectors"
  | "pairSingularValues"
  | "reduceRow"
  | "reflector"
  | "rotate"
  | "scale"
  | "secularRoot"
  | "secularVector"
  | "secularWeights"
  | "sumShare"
  | "symmetricPart"
  | "tridiagonalPanel"
  | "unitMoments"
  | "useScratch"
  | "useThread";

/**
 * The smallest module with a relaxed multiply-add: valid where the engine has it.
 *
 * (module (func (result v128)
 *   (f64x2.relaxed_madd (i8x16.splat (i32.const 0)) (i8x16.splat (i32.const 0)) (i8x16.splat (i32.const 0)))))
 */
const RELAXED_PROBE = new Uint8Array([
  ...[0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 19, 1, 17, 0],
  ...[65, 0, 253, 17, 65, 0, 253, 17, 65, 0, 253, 17, 253, 135, 2, 11],
]);

/** Whether this engine has a multiply-add with one rounding, which is faster. */
export function hasRelaxedSimd(): boolean {
  return WebAssembly.validate(RELAXED_PROBE);
}

/** Compiles the kernels, for memory that is shared between threads or not. */
export async function compileKernels(
  relaxed: boolean,
  shared: boolean,
): Promise<WebAssembly.Module> {
  const { bytes: text, sharedFlag } = relaxed ? compiled.relaxed : compiled.plain;
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < bytes.length; i++) bytes[i] = text.charCodeAt(i);
  // One byte says that the imported memory is shared; the code is the same without.
  if (!shared) bytes[sharedFlag] = 1;
  try {
    // A third of a millisecond here; by the asynchronous way, as long as other work takes.
    return new WebAssembly.Module(bytes);
  } catch {
    // A page may refuse that, and reports a real error below.
    return WebAssembly.compile(bytes);
  }
}

/** The kernels over a memory: each thread has an instance of its own over the same memory. */
export function instantiateKernels(
  module: WebAssembly.Module,
  memory: WebAssembly.Memory,
): Kernels {
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  return exports as unknown as Kernels;
}
