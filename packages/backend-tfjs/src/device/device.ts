import { SvccaError } from "@svcca/linalg";
import { Health } from "./health.js";
import type { Kernel, TensorInfo, Tfjs, TfjsBackend } from "./tfjs.js";

/** A matrix on the device. Whoever gets one frees it. */
export type Tensor = TensorInfo;

/** Float32 products on one backend of tfjs, without its engine: nothing is global here. */
export class Device {
  readonly health: Health;
  private readonly kernels: Readonly<Record<"multiply" | "add" | "transpose", Kernel>>;

  /** @param own whether the backend was made for this device, and is disposed of with it. */
  constructor(
    tf: Pick<Tfjs, "getKernel">,
    readonly name: string,
    private readonly backend: TfjsBackend,
    private readonly own: boolean,
  ) {
    const kernel = (kernelName: string) => {
      const found = tf.getKernel(kernelName, name) as Kernel | undefined;
      if (found) return found;
      throw new SvccaError(
        "unsupported",
        `createTfjsBackend: the tfjs backend ${name} has no kernel ${kernelName}; import the whole of its package`,
        { backend: name, kernel: kernelName },
      );
    };
    this.kernels = {
      multiply: kernel("BatchMatMul"),
      add: kernel("Add"),
      transpose: kernel("Transpose"),
    };
    this.health = new Health(name, backend);
  }

  /**
   * Multiplies two numbers that need all digits of float32, and more range than 16 bits have. tfjs' own
   * `floatPrecision` reads synchronously, through its current backend.
   *
   * @throws SvccaError `unsupported` where the device computes in less, as WebGL does on some phones.
   */
  async assertFloat32(): Promise<void> {
    const value = (1 + 2 ** -23) * 2 ** -40;
    const computed = await this.health.watch(async () => {
      const [a, b] = [value, 1].map((one) => this.upload(Float32Array.of(one), 1, 1));
      const product = this.multiply(a!, b!, false, false);
      this.free(a!);
      this.free(b!);
      return (await this.download(product))[0]!;
    });
    if (computed === value) return;
    throw new SvccaError(
      "unsupported",
      `createTfjsBackend: the tfjs backend ${this.name} computes in less than float32 on this device, too little for moments; use another backend`,
      { backend: this.name, expected: value, received: computed },
    );
  }

  upload(values: Float32Array, rows: number, cols: number): Tensor {
    const shape = [rows, cols];
    return { dataId: this.backend.write(values, shape, "float32"), shape, dtype: "float32" };
  }

  /** op(a) op(b). */
  multiply(a: Tensor, b: Tensor, transposeA: boolean, transposeB: boolean): Tensor {
    // Its transposed products are slow: 370 ms for 512 x 1000 x 512, and 12 ms for the plain one.
    const plain = this.name === "wasm";
    const left = plain && transposeA ? this.transpose(a) : a;
    const right = plain && transposeB ? this.transpose(b) : b;
    try {
      const attrs = {
        transposeA: transposeA && left === a,
        transposeB: transposeB && right === b,
      };
      return this.run("multiply", { a: left, b: right }, attrs);
    } finally {
      if (left !== a) this.free(left);
      if (right !== b) this.free(right);
    }
  }

  add(a: Tensor, b: Tensor): Tensor {
    return this.run("add", { a, b }, {});
  }

  /** The values, and the tensor is freed. Reads are never synchronous: some would give zeros. */
  async download(tensor: Tensor): Promise<ArrayLike<number>> {
    try {
      return await this.backend.read(tensor.dataId);
    } finally {
      this.free(tensor);
    }
  }

  free(tensor: Tensor): void {
    if (tensor.dispose) tensor.dispose();
    else this.backend.disposeData(tensor.dataId);
  }

  dispose(): void {
    this.health.dispose();
    if (!this.own) return;
    this.backend.dispose();
    this.backend.device?.destroy();
  }

  private transpose(x: Tensor): Tensor {
    return this.run("transpose", { x }, { perm: [1, 0] });
  }

  private run(
    kernel: keyof Device["kernels"],
    inputs: Record<string, Tensor>,
    attrs: Record<string, unknown>,
  ): Tensor {
    return this.kernels[kernel].kernelFunc({ inputs, backend: this.backend, attrs }) as Tensor;
  }
}
