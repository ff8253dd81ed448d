import { SvccaError } from "@svcca/linalg";
import { loadRuntime } from "./load.js";
import { productModel } from "./model.js";
import { Spaces } from "./product/spaces.js";

/** Vectors of equal length, one after the other: `count` x `inner`. */
export interface Lines {
  readonly data: Float64Array;
  readonly count: number;
  readonly inner: number;
}

/** The one thing that is native: products of lines with lines, in float64. */
export interface Gemm {
  /** Where lines are copied to. */
  readonly spaces: Spaces;
  /**
   * out[i, j] = or += the product of line i of `left` and line j of `right`; all of `out` is written.
   *
   * @param adds to what `out` holds. The memory of the sum is that of the result, so that a sum costs
   *   no copy: the runtime first copies what is to be added to where the result goes, then adds there.
   */
  multiply(left: Lines, right: Lines, out: Float64Array, adds: boolean): Promise<void>;
  release(): Promise<void>;
}

/** @throws SvccaError `not-found` where onnxruntime-node is missing, `unsupported` where it does not load. */
export async function openGemm(threads: number): Promise<Gemm> {
  const { InferenceSession, Tensor } = await loadRuntime();
  const session = await InferenceSession.create(productModel(), {
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    // Threads that wait for work by asking for it would take a processor from everybody else.
    extra: { session: { intra_op: { allow_spinning: "0" } } },
    // Its warnings are about models; a library prints nothing.
    logSeverityLevel: 3,
  });
  const tensor = (data: Float64Array, rows: number, cols: number) =>
    new Tensor("float64", data, [rows, cols]);
  const zero = tensor(new Float64Array(1), 1, 1);
  let released: Promise<void> | undefined;
  const spaces = new Spaces();
  return {
    spaces,
    async multiply(left, right, out, adds) {
      if (released) {
        throw new SvccaError(
          "invalid-argument",
          "native: the backend was disposed of; create another one",
        );
      }
      const y = tensor(out, left.count, right.count);
      const a = tensor(left.data, left.count, left.inner);
      const b = tensor(right.data, right.count, right.inner);
      await session.run({ a, b, c: adds ? y : zero }, { y });
    },
    release() {
      spaces.release();
      released ??= session.release();
      return released;
    },
  };
}
