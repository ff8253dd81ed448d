/** A tensor as kernels take and give it: a handle, and what it is a handle of. */
export interface TensorInfo {
  readonly dataId: object;
  readonly shape: number[];
  readonly dtype: "float32";
  /** tfjs-node gives tensors that its engine counts. */
  dispose?(): void;
}

/** What is used of a backend of tfjs. */
export interface TfjsBackend {
  write(values: Float32Array, shape: number[], dtype: "float32"): object;
  read(dataId: object): Promise<ArrayLike<number>>;
  disposeData(dataId: object): unknown;
  numDataIds(): number;
  dispose(): void;
  /** Of WebGPU. */
  readonly device?: GpuDevice;
  /** Of WebGL. */
  readonly gpgpu?: { readonly gl: { isContextLost(): boolean } };
}

/** What is used of a `GPUDevice`. */
export interface GpuDevice {
  readonly lost: Promise<{ readonly reason?: string; readonly message: string }>;
  pushErrorScope(filter: "validation" | "out-of-memory" | "internal"): void;
  popErrorScope(): Promise<{ readonly message: string } | null>;
  destroy(): void;
}

/** A kernel of tfjs for one of its backends. */
export interface Kernel {
  kernelFunc(call: {
    inputs: Record<string, TensorInfo>;
    backend: TfjsBackend;
    attrs: Record<string, unknown>;
  }): unknown;
}

/**
 * What is used of `@tensorflow/tfjs-core`: the module itself fits
 * (`import * as tf from "@tensorflow/tfjs-core"`), and so does all of `@tensorflow/tfjs`. Kernels are
 * called by name for one backend, so which of them is tfjs' current one is neither used nor changed.
 */
export interface Tfjs {
  getKernel(kernelName: string, backendName: string): object | undefined;
  findBackend(name: string): object | null;
  findBackendFactory(name: string): (() => object | Promise<object>) | null;
  engine(): { readonly registry: object; readonly registryFactory: object };
}
