import * as tf from "@tensorflow/tfjs-core";
import "@tensorflow/tfjs-backend-cpu";
import "@tensorflow/tfjs-backend-wasm";
// Registers the gradients of all operations; core by itself registers none.
import "@tensorflow/tfjs-layers";
import { registerConvGradients } from "@svcca/training";
import { beforeAll, describe, expect, test } from "vitest";
import { FLOAT32_EPSILON, largest, worst } from "./support.js";

type Pad = "same" | "valid" | number;

interface Case {
  readonly size: [number, number];
  readonly kernel: number;
  readonly stride: number;
  readonly pad: Pad;
  readonly copies?: number;
}

const cases: Case[] = [
  { size: [8, 8], kernel: 3, stride: 1, pad: "same" },
  { size: [8, 8], kernel: 3, stride: 2, pad: "same" },
  { size: [8, 7], kernel: 3, stride: 2, pad: "same" },
  { size: [9, 8], kernel: 3, stride: 2, pad: "valid" },
  { size: [8, 8], kernel: 1, stride: 2, pad: "same" },
  { size: [7, 9], kernel: 5, stride: 3, pad: "valid" },
  { size: [6, 8], kernel: 2, stride: 1, pad: "valid" },
  { size: [6, 6], kernel: 3, stride: 1, pad: 2 },
];
const depthwise: Case[] = [
  ...cases,
  { size: [8, 8], kernel: 3, stride: 2, pad: "same", copies: 3 },
  { size: [10, 9], kernel: 2, stride: 3, pad: "valid", copies: 2 },
];

type Convolution = (x: tf.Tensor4D, filter: tf.Tensor4D) => tf.Tensor4D;

const IMAGES = 5;

async function gradients(
  backend: string,
  size: [number, number],
  shape: [number, number, number, number],
  convolution: Convolution,
) {
  expect(await tf.setBackend(backend)).toBe(true);
  expect(tf.getBackend()).toBe(backend);
  const x = tf.randomNormal([IMAGES, ...size, shape[2]], 0, 1, "float32", 1) as tf.Tensor4D;
  const filter = tf.randomNormal(shape, 0, 1, "float32", 2) as tf.Tensor4D;
  const y = convolution(x, filter);
  const dy = tf.randomNormal(y.shape, 0, 1, "float32", 3) as tf.Tensor4D;
  const found = tf.grads((image, weights) =>
    convolution(image as tf.Tensor4D, weights as tf.Tensor4D),
  )([x, filter], dy);
  return Promise.all(
    found.map(async (gradient) => ({ shape: gradient.shape, values: await gradient.data() })),
  );
}

async function assertAgree(
  size: [number, number],
  shape: [number, number, number, number],
  convolution: Convolution,
) {
  const expected = await gradients("cpu", size, shape, convolution);
  const found = await gradients("wasm", size, shape, convolution);
  expect(found).toHaveLength(2);
  for (const [index, { shape: got, values }] of found.entries()) {
    const wanted = expected[index]!;
    expect(got).toEqual(wanted.shape);
    const scale = largest(wanted.values);
    expect(scale).toBeGreaterThan(1);
    // At most 5 x 8 x 8 products are added up; 32 eps is far below any wrong term.
    expect(worst(values, wanted.values)).toBeLessThanOrEqual(32 * FLOAT32_EPSILON * scale);
  }
}

beforeAll(() => {
  // Without this, the cpu backend prints a greeting.
  tf.enableProdMode();
  registerConvGradients();
  // A second time does no harm.
  registerConvGradients();
});

describe("gradients on wasm agree with the cpu backend", () => {
  test.each(cases)("conv2d %o", ({ size, kernel, stride, pad }) =>
    assertAgree(size, [kernel, kernel, 3, 4], (x, filter) => tf.conv2d(x, filter, stride, pad)),
  );

  test.each(depthwise)("depthwiseConv2d %o", ({ size, kernel, stride, pad, copies = 1 }) =>
    assertAgree(size, [kernel, kernel, 3, copies], (x, filter) =>
      tf.depthwiseConv2d(x, filter, stride, pad),
    ),
  );

  // Windows of negative values only are among them: there the wasm backend's own kernel loses the
  // gradient.
  test.each([
    ["max", 2, 2],
    ["max", 3, 2],
    ["max", 3, 1],
    ["avg", 2, 2],
    ["avg", 3, 1],
  ] as const)("%s pooling %d, stride %d", (kind, size, stride) =>
    assertAgree([8, 7], [1, 1, 3, 3], (x, filter) => {
      const y = tf.conv2d(x, filter, 1, "same");
      return kind === "max"
        ? tf.maxPool(y, size, stride, "same")
        : tf.avgPool(y, size, stride, "same");
    }),
  );
});
