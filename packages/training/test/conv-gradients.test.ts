import * as tf from "@tensorflow/tfjs-core";
import "@tensorflow/tfjs-backend-cpu";
import "@tensorflow/tfjs-backend-wasm";
import { registerConvGradients } from "@svcca/training";
import { beforeAll, describe, expect, test } from "vitest";
import { convolutionCases, disagreements, networkCases } from "./gradients.js";

beforeAll(() => {
  // Without this, the cpu backend prints a greeting.
  tf.enableProdMode();
  registerConvGradients();
  // A second time does no harm.
  registerConvGradients();
});

describe("gradients on wasm agree with the cpu backend", () => {
  for (const one of [...convolutionCases, ...networkCases]) {
    test(one.name, async () => expect(await disagreements(one, "wasm")).toEqual([]));
  }
});
