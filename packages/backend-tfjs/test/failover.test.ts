import { failover } from "@svcca/backend-tfjs";
import { svcca } from "@svcca/core";
import { type Backend, referenceBackend, SvccaError } from "@svcca/linalg";
import { conformanceCases, gaussianMatrix } from "@svcca/linalg/testing";
import { describe, expect, test } from "vitest";

const [x, y] = [gaussianMatrix(400, 12, 1), gaussianMatrix(400, 9, 2)];

/** The reference backend in the place of a GPU that fails at its n-th product. */
function failing(after: number, reason: Error): Backend {
  let left = after;
  const fail = () => {
    if (left-- <= 0) throw reason;
  };
  return {
    name: "gpu",
    unitRoundoff: 2 ** -24,
    async matmul(...args) {
      fail();
      return referenceBackend.matmul(...args);
    },
    async blockMoments(...args) {
      fail();
      return referenceBackend.blockMoments(...args);
    },
  };
}

describe("failover", () => {
  for (const code of ["device-lost", "device-refused"] as const) {
    test(`goes on where the device failed (${code}), and says so once`, async () => {
      const expected = await svcca(x, y);
      for (const after of [0, 1, 2]) {
        const reasons: Error[] = [];
        const lost = new SvccaError(code, "gone");
        const backend = failover(failing(after, lost), referenceBackend, (r) => reasons.push(r));
        expect(backend.name).toBe("gpu");
        const found = await svcca(x, y, { backend });
        expect(reasons).toEqual([lost]);
        expect(found.backend).toBe("gpu, then reference");
        expect(found.coefficients).toEqual(expected.coefficients);
      }
    });
  }

  test("leaves other errors as they are", async () => {
    const wrong = new SvccaError("non-finite", "no");
    const backend = failover(failing(0, wrong), referenceBackend, () => {
      throw new Error("must not be called");
    });
    await expect(backend.matmul(x, x, { transA: true })).rejects.toBe(wrong);
    expect(backend.name).toBe("gpu");
  });

  test("conforms before and after", async () => {
    const lost = new SvccaError("device-lost", "gone");
    for (const after of [0, Number.POSITIVE_INFINITY]) {
      const backend = failover(failing(after, lost), referenceBackend, () => {});
      for (const { run } of conformanceCases()) await run(backend);
    }
  });
});
