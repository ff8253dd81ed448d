// Gradients that every backend must agree on: of convolutions of many shapes, and of whole networks.
import { convnet, lstm, mlp, resnet } from "@svcca/training";
import * as tf from "@tensorflow/tfjs-core";
import type * as layers from "@tensorflow/tfjs-layers";

/** A gradient, and how far it may be from that of another backend, as a share of its largest value. */
export interface GradientCase {
  readonly name: string;
  readonly tolerance: number;
  /** What the largest value of each gradient must exceed, or the case would say nothing. */
  readonly least: number;
  /** On the current backend. */
  gradients(): Promise<{ shape: number[]; values: Float32Array }[]>;
}

interface Convolution {
  readonly size: [number, number];
  readonly kernel: number;
  readonly stride: number;
  readonly pad: "same" | "valid" | number;
  readonly copies?: number;
}

const EPSILON = 2 ** -23;
const IMAGES = 5;

const convolutions: Convolution[] = [
  { size: [8, 8], kernel: 3, stride: 1, pad: "same" },
  { size: [8, 8], kernel: 3, stride: 2, pad: "same" },
  { size: [8, 7], kernel: 3, stride: 2, pad: "same" },
  { size: [9, 8], kernel: 3, stride: 2, pad: "valid" },
  { size: [8, 8], kernel: 1, stride: 2, pad: "same" },
  { size: [7, 9], kernel: 5, stride: 3, pad: "valid" },
  { size: [6, 8], kernel: 2, stride: 1, pad: "valid" },
  { size: [6, 6], kernel: 3, stride: 1, pad: 2 },
];
const depthwise: Convolution[] = [
  ...convolutions,
  { size: [8, 8], kernel: 3, stride: 2, pad: "same", copies: 3 },
  { size: [10, 9], kernel: 2, stride: 3, pad: "valid", copies: 2 },
];

const image = { inputShape: [8, 8, 1], outputs: 3, seed: 4 };
const networks = {
  convnet: () => convnet({ ...image, channels: [2, 3], units: [5, 4] }),
  resnet: () => resnet({ ...image, channels: [2, 3], blocks: 2, units: 4 }),
  mlp: () => mlp({ ...image, units: [6, 5] }),
  lstm: () => lstm({ ...image, units: [4, 3] }),
};

// Windows of negative values only are among them: there the wasm backend's own kernel loses the
// gradient.
const pools = [
  ["max", 2, 2],
  ["max", 3, 2],
  ["max", 3, 1],
  ["avg", 2, 2],
  ["avg", 3, 1],
] as const;

type Apply = (x: tf.Tensor4D, filter: tf.Tensor4D) => tf.Tensor4D;

export const convolutionCases: GradientCase[] = [
  ...convolutions.map((one) =>
    convolutionCase("conv2d", one, 4, (x, filter) => tf.conv2d(x, filter, one.stride, one.pad)),
  ),
  ...depthwise.map((one) =>
    convolutionCase("depthwiseConv2d", one, one.copies ?? 1, (x, filter) =>
      tf.depthwiseConv2d(x, filter, one.stride, one.pad),
    ),
  ),
  ...pools.map(([kind, size, stride]) => {
    const one: Convolution = { size: [8, 7], kernel: 1, stride: 1, pad: "same" };
    return convolutionCase(`${kind} pooling ${size}, stride ${stride}, of`, one, 3, (x, filter) => {
      const y = tf.conv2d(x, filter, 1, "same");
      return kind === "max"
        ? tf.maxPool(y, size, stride, "same")
        : tf.avgPool(y, size, stride, "same");
    });
  }),
];

export const networkCases: GradientCase[] = Object.entries(networks).map(([name, build]) => ({
  name,
  // Products of some hundred terms, through up to eight layers and batch norms, which enlarge the
  // rounding of what nearly cancels.
  tolerance: 2000 * EPSILON,
  // The bias before a batch norm has a gradient of 0, of which rounding is all that there is.
  least: 0,
  gradients: () => networkGradients(build),
}));

function convolutionCase(
  kind: string,
  one: Convolution,
  outputs: number,
  apply: Apply,
): GradientCase {
  const { size, kernel } = one;
  return {
    name: `${kind} ${JSON.stringify(one)}`,
    // At most 5 x 8 x 8 products are added up; 32 eps is far below any wrong term.
    tolerance: 32 * EPSILON,
    least: 1,
    async gradients() {
      const x = tf.randomNormal([IMAGES, ...size, 3], 0, 1, "float32", 1) as tf.Tensor4D;
      const shape: [number, number, number, number] = [kernel, kernel, 3, outputs];
      const filter = tf.randomNormal(shape, 0, 1, "float32", 2) as tf.Tensor4D;
      const y = apply(x, filter);
      const dy = tf.randomNormal(y.shape, 0, 1, "float32", 3) as tf.Tensor4D;
      const found = tf.grads((a, b) => apply(a as tf.Tensor4D, b as tf.Tensor4D))([x, filter], dy);
      return valuesOf(found);
    },
  };
}

/** The gradients of all weights for some fixed images. */
async function networkGradients(build: () => layers.LayersModel) {
  const model = build();
  const x = tf.randomNormal([6, 8, 8, 1], 0, 1, "float32", 3);
  const wanted = tf.oneHot(tf.tensor1d([0, 1, 2, 2, 1, 0], "int32"), 3);
  const variables = model.trainableWeights.map((weight) => weight.read() as tf.Variable);
  const { grads } = tf.variableGrads(
    () =>
      tf.losses.softmaxCrossEntropy(
        wanted,
        model.apply(x, { training: true }) as tf.Tensor,
      ) as tf.Scalar,
    variables,
  );
  return valuesOf(variables.map(({ name }) => grads[name]!));
}

function valuesOf(tensors: readonly tf.Tensor[]) {
  return Promise.all(
    tensors.map(async (one) => ({
      shape: one.shape,
      values: (await one.data()).slice() as Float32Array,
    })),
  );
}

/** What is wrong with the gradients of a backend beside those of the cpu backend; nothing, mostly. */
export async function disagreements(one: GradientCase, backend: string): Promise<string[]> {
  const expected = await on("cpu", one);
  const found = await on(backend, one);
  if (found.length !== expected.length)
    return [`${found.length} gradients, not ${expected.length}`];
  return found.flatMap(({ shape, values }, i) => {
    const wanted = expected[i]!;
    if (shape.join() !== wanted.shape.join()) return [`shape ${shape}, not ${wanted.shape}`];
    const scale = wanted.values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    const worst = values.reduce(
      (most, value, p) => Math.max(most, Math.abs(value - wanted.values[p]!)),
      0,
    );
    if (scale < one.least) return [`gradient ${i} is at most ${scale}: too small to say anything`];
    const allowed = one.tolerance * (scale + 1e-3);
    return worst <= allowed ? [] : [`gradient ${i} is off by ${worst} of ${scale}`];
  });
}

async function on(backend: string, one: GradientCase) {
  // Where a backend does not start, tfjs takes another without a word.
  if (!(await tf.setBackend(backend)) || tf.getBackend() !== backend) {
    throw new Error(`the backend ${backend} does not start`);
  }
  return one.gradients();
}
