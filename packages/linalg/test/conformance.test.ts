import {
  type Backend,
  keptCount,
  type Matrix,
  referenceBackend,
  sliceColumns,
  withComplexFallback,
} from "@svcca/linalg";
import { ConformanceError, conformanceCases } from "@svcca/linalg/testing";
import { describe, expect, test } from "vitest";

describe("the reference backend", () => {
  for (const { name, run } of conformanceCases()) test(name, () => run(referenceBackend));
});

describe("a backend with matmul alone", () => {
  const bare = { name: "bare", unitRoundoff: 2 ** -53, matmul: referenceBackend.matmul };
  for (const { name, run } of conformanceCases()) test(name, () => run(bare));
});

/** A product of columns whose sums are rounded to float32 all along. */
function inFloat32(x: Matrix, y: Matrix) {
  const data = new Float64Array(x.cols * y.cols);
  for (let r = 0; r < x.rows; r++) {
    for (let i = 0, p = 0; i < x.cols; i++) {
      for (let j = 0; j < y.cols; j++, p++) {
        const term = Math.fround(x.data[r * x.cols + i]! * y.data[r * y.cols + j]!);
        data[p] = Math.fround(data[p]! + term);
      }
    }
  }
  return { data, rows: x.cols, cols: y.cols };
}

const complex = withComplexFallback(referenceBackend);

/** Backends that are wrong in one way each: the suite must notice every one. */
const wrong: Record<string, Partial<Backend>> = {
  "a product that ignores transB": {
    matmul: (a, b, o) => referenceBackend.matmul(a, b, { ...o, transB: false }),
  },
  "a float32 product that claims float64": {
    matmul: async (a, b, o) => {
      const out = await referenceBackend.matmul(a, b, o);
      return { ...out, data: Float64Array.from(out.data, Math.fround) };
    },
  },
  "a float32 product that adds up in float32": {
    unitRoundoff: 2 ** -24,
    blockMoments: async (layers, pairs, o) => {
      const found = await referenceBackend.blockMoments(layers, pairs, o);
      const products = pairs.map((pair) => {
        const [x, y] = pair.map((i) => {
          const [a, mean] = [layers[i]!, found.means[i]!];
          return { ...a, data: Float32Array.from(a.data, (v, p) => v - mean[p % a.cols]!) };
        });
        return inFloat32(x!, y!);
      });
      return { ...found, products };
    },
  },
  "a product that cannot be aborted": {
    matmul: (a, b, { signal: _, ...o } = {}) => referenceBackend.matmul(a, b, o),
  },
  "eigenvalues smallest first": {
    eigh: async (a) => {
      const { values, vectors } = await referenceBackend.eigh(a);
      return { values: values.reverse(), vectors };
    },
  },
  "eigenvectors that are not unit vectors": {
    eigh: async (a) => {
      const { values, vectors } = await referenceBackend.eigh(a);
      return {
        values,
        vectors: { ...vectors, data: vectors.data.map((v) => v * (1 + 1e-9)) },
      };
    },
  },
  "a centred product that rounds to float32 before it centres": {
    centredProduct: (a, meanA, b, meanB, o) => {
      const round = (m: Matrix) => ({ ...m, data: Float32Array.from(m.data) });
      return referenceBackend.centredProduct(round(a), meanA, round(b), meanB, o);
    },
  },
  "a centred product of a layer with itself that is not quite symmetric": {
    centredProduct: async (a, meanA, b, meanB, o) => {
      const out = await referenceBackend.centredProduct(a, meanA, b, meanB, o);
      if (a === b && out.cols > 1) out.data[1]! *= 1 + 2 ** -52;
      return out;
    },
  },
  "a projection that rounds to float32 before it centres": {
    project: (a, mean, b, o) =>
      referenceBackend.project({ ...a, data: Float32Array.from(a.data) }, mean, b, o),
  },
  "a projection that does not centre": {
    project: (a, _, b, o) => referenceBackend.matmul(a, b, o),
  },
  "block moments with the mean of the other layer": {
    blockMoments: async (layers, pairs, o) => {
      const { means, products } = await referenceBackend.blockMoments(layers, pairs, o);
      return { means: means.toReversed(), products };
    },
  },
  "block moments that hide a NaN": {
    blockMoments: async (layers, pairs, o) => {
      const { means, products } = await referenceBackend.blockMoments(layers, pairs, o);
      return { means: means.map((m) => m.map((v) => (Number.isNaN(v) ? 0 : v))), products };
    },
  },
  "all eigenvectors, whatever keep says": {
    eigh: (a, { keep: _, ...o } = {}) => referenceBackend.eigh(a, o),
  },
  "eigenvectors of the smallest values where some are kept": {
    eigh: async (a, o) => {
      const { values, vectors } = await referenceBackend.eigh(a);
      const k = keptCount(values, o?.keep);
      return { values, vectors: sliceColumns(vectors, a.rows - k, a.rows) };
    },
  },
  "singular values by way of the Gram matrix": {
    singularValues: async (a) => {
      const gram = await referenceBackend.matmul(a, a, { transA: true });
      const { values } = await referenceBackend.eigh(gram);
      return values.map((v) => Math.sqrt(Math.max(v, 0))).slice(0, Math.min(a.rows, a.cols));
    },
  },
  "complex singular values by way of A^H A": {
    complexSingularValues: async (matrices) => {
      const factors = matrices.map((a) => ({ a, b: a, adjointA: true }));
      const grams = await complex.complexProducts(factors);
      const found = await complex.hermitianEighs(grams);
      return found.map(({ values }, i) => {
        const { rows, cols } = matrices[i]!;
        return values.map((v) => Math.sqrt(Math.max(v, 0))).slice(0, Math.min(rows, cols));
      });
    },
  },
  "Hermitian eigenvectors of the conjugate": {
    hermitianEighs: async (matrices, o) => {
      const found = await complex.hermitianEighs(matrices, o);
      return found.map(({ values, vectors }) => {
        return { values, vectors: { ...vectors, im: vectors.im.map((v) => -v) } };
      });
    },
  },
  "Hermitian eigenvectors in another order": {
    hermitianEighs: async (matrices, o) =>
      (await complex.hermitianEighs(matrices.toReversed(), o)).toReversed(),
  },
  "complex products that do not conjugate": {
    complexProducts: async (factors, o) =>
      complex.complexProducts(
        factors.map(({ a, b, adjointA = false }) => {
          return { a: adjointA ? { ...a, im: a.im.map((v) => -v) } : a, b, adjointA };
        }),
        o,
      ),
  },
  "an svd by way of the Gram matrix": {
    svd: async (a) => {
      const gram = await referenceBackend.matmul(a, a, { transA: true });
      const { values, vectors } = await referenceBackend.eigh(gram);
      const s = values.map((v) => Math.sqrt(Math.max(v, 0)));
      const u = await referenceBackend.matmul(a, vectors);
      return { u, s, vt: vectors };
    },
  },
};

/**
 * What the first case throws that notices a fault. Cases of what is wrong come first: one is enough,
 * and the others take most of the time.
 */
async function refusalOf(fault: Partial<Backend>): Promise<unknown> {
  const backend = { ...referenceBackend, ...fault };
  const isOf = (name: string) => Object.keys(fault).some((key) => name.startsWith(key));
  const cases = conformanceCases().sort((a, b) => Number(isOf(b.name)) - Number(isOf(a.name)));
  for (const { run } of cases) {
    try {
      await run(backend);
    } catch (error) {
      return error;
    }
  }
  return undefined;
}

describe("the suite refuses", () => {
  for (const [name, fault] of Object.entries(wrong)) {
    test(name, async () => expect(await refusalOf(fault)).toBeInstanceOf(Error));
  }

  test("with a ConformanceError that says what was measured", async () => {
    const reason = await refusalOf(wrong["eigenvalues smallest first"]!);
    expect(reason).toBeInstanceOf(ConformanceError);
    expect((reason as Error).message).toMatch(/eigh of .*: values are not largest first/);
  });
});
