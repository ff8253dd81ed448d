import { cca, cka, dftSvcca, explain, svcca } from "@svcca/core";
import type { Matrix64 } from "@svcca/linalg";
import { describe, expect, test } from "vitest";
import { gaussianMatrix } from "./helpers.js";

describe("what is neither a matrix nor a source", () => {
  const y = gaussianMatrix(4, 2, 1);
  const source = { name: "s", dtype: "float64", shape: [4, 2] };
  for (const [given, received] of [
    [undefined, "undefined"],
    [null, "null"],
    ["layer.npy", "layer.npy"],
    [[[1], [2]], "an array"],
    [{ rows: 4, cols: 1, data: [1, 2, 3, 4] }, "data that is no typed array"],
    [{ rows: 4, cols: 1, data: new Int8Array(4) }, "data that is Int8Array"],
    [source, "an object without data, and without shape and read"],
  ] as const) {
    test(received, async () => {
      const x = given as unknown as Matrix64;
      const named = new RegExp(`^x: ${received}; give { data, rows, cols } with `);
      for (const call of [svcca(x, y), cca(x, y), cka(x, y), dftSvcca(x, y), explain(x, y)]) {
        await expect(call).rejects.toMatchObject({
          code: "invalid-argument",
          message: expect.stringMatching(named),
        });
      }
    });
  }
});
