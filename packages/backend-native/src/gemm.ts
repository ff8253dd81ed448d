import { SvccaError } from "@svcca/linalg";
import { loadRuntime } from "./load.js";
import { productModel } from "./model.js";

/** Vectors of equal length, one after the other: `count` x `inner`. */
export interface Lines {
  readonly data: Float64Array;
  readonly count: number;
  readonly inner: number;
}

/** The one thing that is native: products of lines with lines, in float64. */
export interface Gemm {
  /** out[i, j] = the product of line i of `left` and line j of `right`; all of `out` is written. */
  multiply(left: Lines, right: Lines, out: Float64Array): Promise<void>;
  release(): Promise<void>;
}

/** @throws SvccaError `unsupported` where onnxruntime-node is missing. */
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
  let released: Promise<void> | undefined;
  return {
    async multiply(left, right, out) {
      if (released) {
        throw new SvccaError(
          "invalid-argument",
          "native: the backend was disposed of; create another one",
        );
      }
      await session.run(
        {
          a: tensor(left.data, left.count, left.inner),
          b: tensor(right.data, right.count, right.inner),
        },
        { y: tensor(out, left.count, right.count) },
      );
    },
    release() {
      released ??= session.release();
      return released;
    },
  };
}
